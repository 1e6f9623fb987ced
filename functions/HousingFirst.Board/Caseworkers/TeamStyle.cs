using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Caseworkers;

namespace HousingFirst.Board.Caseworkers;

/// <summary>
/// What the caseworker's pages need beyond the common style sheet, and its hash. The fields that only some codes take are shown by it when such a
/// code is chosen, without script; a browser too old for that shows them all.
/// </summary>
internal static class TeamStyle
{
    private const string Base = """
        .hub{font-size:1rem}
        main{overflow-wrap:anywhere}
        .default{position:absolute;width:0;height:0;min-height:0;padding:0;border:0;opacity:0}
        .tabs{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:0;padding:0;list-style:none;font-size:1rem}
        .tabs a,.tabs b{display:inline-block;padding:.7rem 0}
        h2{margin:1.75rem 0 .5rem;font-size:1.25rem;line-height:1.3}
        fieldset{margin:0 0 1.25rem;padding:0;border:0;min-width:0}
        legend,.field>label{padding:0;font-weight:700}
        .field{margin:0 0 1.25rem}
        .hint,.meta{display:block;margin:0;color:#3f4a47;font-size:1rem;font-weight:400}
        .wrong{margin:.15rem 0;color:#9b1c1c;font-weight:700}
        .summary{margin:0 0 1.5rem;padding:1rem 1.25rem;border:2px solid #9b1c1c;border-radius:10px}
        .summary.plain{border-color:#0b4f43}
        .summary p,.summary ul{margin:0;padding:0;list-style:none}
        .summary a{display:inline-block;padding:.6rem 0}
        select,textarea,input[type=date],input[type=time]{width:100%;min-height:2.9rem;margin-top:.25rem;padding:.5rem .7rem;border:2px solid #3f4a47;
            border-radius:8px;background:#fff;color:inherit;font:inherit}
        input[type=date],input[type=time]{width:auto;min-width:min(10.5rem,100%);max-width:100%}
        [aria-invalid=true]{border-color:#9b1c1c}
        textarea:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid #b35c00;outline-offset:3px}
        .pick{display:flex;gap:.75rem;align-items:center;min-height:2.9rem;padding:.35rem .5rem;border-radius:8px;font-weight:400;cursor:pointer}
        .pick:hover{background:#eef3f1}
        .pick input{flex:none;width:1.5rem;height:1.5rem;min-height:0;margin:0;padding:0;accent-color:#0b4f43}
        .pick:has(:checked){background:#eef3f1;font-weight:700}
        .times{display:flex;flex-wrap:wrap;gap:0 1rem}
        .times label{font-weight:400}
        .go{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
        .go button{min-height:2.9rem;padding:.7rem 1.4rem;border:2px solid #0b4f43;border-radius:10px;background:#0b4f43;color:#fff;font:inherit;
            font-weight:700;cursor:pointer}
        .go button.second{background:#fff;color:#0b4f43}
        .toggle button{min-height:2.75rem;padding:.6rem 0;border:0;background:none;color:#0b4f43;font:inherit;font-weight:400;text-decoration:underline;
            cursor:pointer}
        .toggle button:hover{background:none}
        .people{margin:0;padding:0;list-style:none}
        .people>li{padding:.7rem 0;border-top:1px solid #c9d3d0}
        .people b{display:block}
        .people .pick{padding:.35rem 0}
        .people a{display:inline-block;padding:.6rem 0}
        .facts{margin:0 0 1rem;padding:1rem 1.25rem;background:#eef3f1;border-radius:10px}
        .facts p{margin:0}
        .facts b{font-size:1.2rem}
        @media print{.go,.tabs{display:none}}
        """;

    private static readonly (string Class, Func<ChangeCode, bool> Of)[] Revealed =
    [
        ("f-deadline", c => OfferedCodes.Takes(c, ChangeField.Deadline)),
        ("f-expectedOn", c => OfferedCodes.Takes(c, ChangeField.ExpectedOn)),
        ("f-otherParty", c => OfferedCodes.Takes(c, ChangeField.OtherParty)),
        ("f-corrects", c => OfferedCodes.Takes(c, ChangeField.Corrects)),
        ("f-note", c => c.Requires.Contains(ChangeField.Note)),
        ("f-recipient", c => c.Code == Core.ClientChanges.Codes.ConsentGiven),
        ("f-consent", c => c.Code != Core.ClientChanges.Codes.ConsentGiven && TellFields.AsksConsent(c)),
        ("f-allows", c => OfferedCodes.Takes(c, ChangeField.Consent) || OfferedCodes.Takes(c, ChangeField.ConsentAllows)),
        ("f-whole", c => OfferedCodes.Takes(c, ChangeField.Consent)),
        ("f-left", c => c.Code == Core.ClientChanges.Codes.Left),
        ("f-joined", c => c.Code == Core.ClientChanges.Codes.Joined),
    ];

    public static readonly string Css = Base + Reveals();

    public static readonly string Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";

    private static string Reveals()
    {
        var css = new StringBuilder("\n@supports selector(:has(a)){\n.other{display:none}\nform:has(#other-code:checked) .other{display:block}\n");
        foreach (var (name, of) in Revealed)
        {
            var codes = OfferedCodes.All.Where(of).Select(c => c.Code);
            css.Append('.').Append(name).Append("{display:none}\n");
            css.AppendJoin(",\n", codes.Select(c =>
                $"form:has(input[value=\"{c}\"]:checked) .{name},form:has(#other-code:checked):has(option[value=\"{c}\"]:checked) .{name}"));
            css.Append("{display:block}\n");
        }

        return css.Append("}\n").ToString();
    }
}
