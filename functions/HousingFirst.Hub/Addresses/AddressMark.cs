using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Addresses;

/// <summary>Stands for an address where the address itself must not: in due work, in ids of mails. Capitals make no difference.</summary>
internal static class AddressMark
{
    /// <summary>16 hex digits.</summary>
    public static string Of(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant())))[..16];

    /// <summary>What makes a task about an address the only one of its day.</summary>
    public static string Cause(string address, LocalDate day) => $"address.{Of(address)}.{LocalDatePattern.Iso.Format(day)}";
}
