using System.Security.Cryptography;
using System.Text;

namespace HousingFirst.Board.Meetings;

/// <summary>
/// What the pages of a meeting need beyond the common style sheet, and its hash. What the client says, or why nobody asked, is shown once it is asked
/// for, without script; a browser too old for that shows it always.
/// </summary>
internal static class MeetingStyle
{
    public const string Css = """
        .default{position:absolute;width:0;height:0;min-height:0;padding:0;border:0;opacity:0}
        .toggle button{min-height:2.75rem;padding:.6rem 0;border:0;background:none;color:#0b4f43;font-weight:400;text-decoration:underline}
        .toggle button:hover{background:none}
        .done{margin:0 0 1.25rem;padding:.8rem 1.25rem;border:2px solid #0b4f43;border-radius:10px;font-weight:700}
        .items{margin:0;padding:0;list-style:none}
        .items>li{margin:0;padding:1rem 0 1.1rem;border-top:1px solid #c9d3d0}
        .items h3{margin:0 0 .35rem;font-size:1.2rem;line-height:1.3}
        .items p{margin:0 0 .35rem}
        .items form{margin:.6rem 0 0}
        .flag{display:inline-block;padding:.1rem .6rem;border-left:4px solid #8a4b00;background:#faf1e4;color:#5c3200;font-size:1rem}
        .said{padding-left:.8rem;border-left:4px solid #c9d3d0}
        .minutes{white-space:pre-line}
        .meta,.hint{display:block;margin:0;color:#3f4a47;font-size:1rem;font-weight:400}
        .field{margin:0 0 1.25rem;font-weight:400}
        fieldset{margin:0 0 1.25rem;min-width:0}
        .wrong{margin:.15rem 0;color:#8a1c00;font-weight:700}
        .summary{margin:0 0 1.5rem;padding:1rem 1.25rem;border:2px solid #8a1c00;border-radius:10px}
        .summary p,.summary ul{margin:0;padding:0;list-style:none}
        .summary a{display:inline-block;padding:.6rem 0}
        summary{min-height:2.75rem;padding:.6rem 0;cursor:pointer;color:#0b4f43;font-weight:700}
        textarea{width:100%;min-height:2.9rem;margin-top:.25rem;padding:.5rem .7rem;border:2px solid #3f4a47;border-radius:8px;background:#fff;
            color:inherit;font:inherit}
        [aria-invalid=true]{border-color:#8a1c00}
        textarea:focus-visible,summary:focus-visible{outline:3px solid #b35c00;outline-offset:3px}
        .pick{display:flex;gap:.75rem;align-items:center;min-height:2.9rem;padding:.35rem .5rem;border-radius:8px;font-weight:400;cursor:pointer}
        .pick:hover,.pick:has(:checked){background:#eef3f1}
        .pick input{flex:none;width:1.5rem;height:1.5rem;min-height:0;margin:0;padding:0;accent-color:#0b4f43}
        @supports selector(:has(a)){
        .told{display:none}
        form:has([value=sendsMessage]:checked) .told,form:has([value=notAsked]:checked) .told{display:block}
        }
        """;

    public static readonly string Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";
}
