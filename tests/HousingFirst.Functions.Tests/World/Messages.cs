using System.Globalization;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Functions.Tests.World;

/// <summary>Bodies of messages.</summary>
internal static class Messages
{
    private static int sent;

    public static string Change(string agency, string subject, string code, string extra = "", string day = "2026-12-01") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"specversion":"1.0","type":"{{MessageTypes.ClientChanged}}","source":"/agencies/{{agency}}","id":"head-{{Interlocked.Increment(ref sent)}}","subject":"{{subject}}",
         "datacontenttype":"application/json","data":{"change":"{{code}}","occurredOn":"{{day}}"{{extra}}} }
        """);

    public static string Contact(string agency, string with, string id) =>
        $$$"""
        {"specversion":"1.0","type":"{{{MessageTypes.ContactMade}}}","source":"/agencies/{{{agency}}}","id":"{{{id}}}",
         "data":{"with":"{{{with}}}","on":"2026-12-01","outcome":"made","mode":"phone"}}
        """;
}
