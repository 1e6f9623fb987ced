global using MailDates = HousingFirst.Hub.Wording.WrittenDates;
