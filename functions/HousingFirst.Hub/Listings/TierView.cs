using System.Text.Json.Nodes;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>A listing as those of one tier may see it.</summary>
internal static class TierView
{
    /// <summary>Leaves out of a tree every object that names a tier above <paramref name="tier"/>; false where the tree itself does.</summary>
    /// <param name="node">The tree, which is changed.</param>
    /// <param name="tier">The reader's tier.</param>
    public static bool Narrow(JsonNode? node, Confidentiality tier)
    {
        switch (node)
        {
            case JsonObject item:
                if (Tiers.Of(item) > tier) return false;
                foreach (var (name, value) in item.ToArray())
                {
                    if (value is JsonObject or JsonArray && !Narrow(value, tier)) item.Remove(name);
                }

                return true;
            case JsonArray list:
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (!Narrow(list[i], tier)) list.RemoveAt(i);
                }

                return true;
            default:
                return true;
        }
    }
}
