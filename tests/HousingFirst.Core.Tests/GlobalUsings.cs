global using System.Collections.Immutable;
global using HousingFirst.Core.ClientChanges;
global using HousingFirst.Core.Consent;
global using HousingFirst.Core.Glossary;
global using HousingFirst.Core.Partners;
global using NodaTime;
global using Xunit;
