using System.Security.Cryptography;
using System.Text;

namespace HousingFirst.Board.Pages;

/// <summary>The pages' one style sheet and its hash, by which the content security policy lets it in.</summary>
internal static class BoardStyle
{
    public const string Css = """
        *{box-sizing:border-box}
        body{margin:0;background:#fff;color:#1b1b1b;font:18px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        header,main{max-width:38rem;margin:0 auto;padding:0 1.25rem;overflow-wrap:anywhere}
        header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 1rem;padding-top:.5rem}
        .hub{margin:0;color:#3f4a47}
        .toggle{margin:0}
        .toggle a{display:inline-block;padding:.6rem 0}
        main{padding-bottom:3rem}
        h1{margin:1rem 0 1.25rem;font-size:1.75rem;line-height:1.25}
        p{margin:0 0 1rem}
        a{color:#0b4f43}
        .call{margin:0 0 1.5rem;padding:1.4rem 1.4rem 1.5rem;background:#eef3f1;border-radius:12px}
        .call p{margin:0}
        .name{font-size:1.7rem;font-weight:700;line-height:1.25}
        .organisation{font-size:1.15rem}
        .phone{display:inline-block;max-width:100%;margin-top:1rem;padding:1rem 1.4rem;border-radius:10px;
            background:#0b4f43;color:#fff;font-size:1.5rem;font-weight:700;line-height:1.2;text-decoration:none}
        .phone:hover{background:#083c33}
        button{min-height:2.9rem;max-width:100%;padding:.7rem 1.4rem;border:0;border-radius:10px;background:#0b4f43;color:#fff;
            font:inherit;font-weight:700;cursor:pointer}
        button:hover{background:#083c33}
        button.second{border:2px solid #0b4f43;background:#fff;color:#0b4f43}
        button.second:hover{background:#eef3f1}
        button.quiet{padding:.5rem .2rem;background:none;color:#0b4f43;font-size:1rem;font-weight:400;text-decoration:underline}
        button.quiet:hover{background:#eef3f1}
        .answers p{margin:0 0 .7rem}
        h2{margin:1.75rem 0 .75rem;font-size:1.25rem;line-height:1.3}
        main>p>a{display:inline-block;padding:.6rem 0}
        .address{font-size:1.15rem;overflow-wrap:anywhere}
        label{display:block;font-weight:700}
        input,select{min-height:2.9rem;max-width:100%;padding:.5rem .7rem;border:2px solid #3f4a47;border-radius:8px;background:#fff;color:inherit;font:inherit}
        button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid #b35c00;outline-offset:3px}
        .log button{display:block;width:100%;margin:0 0 .75rem;border:2px solid #0b4f43;background:#fff;color:#0b4f43}
        .log button:hover{background:#eef3f1}
        .number{font-size:1.5rem;font-weight:700}
        fieldset{margin:0 0 1rem;padding:0;border:0}
        legend,.field{display:block;margin:0 0 .5rem;padding:0;font-weight:700}
        .choice{display:flex;gap:.75rem;align-items:center;min-height:44px}
        .choice input{width:1.5rem;height:1.5rem;margin:0;flex:none}
        select{width:100%;margin:0 0 1.5rem}
        .wrong{color:#8a1c00;font-weight:700}
        .small{color:#3f4a47;font-size:1rem}
        @media print{.phone{background:none;color:inherit;padding:0}.toggle{display:none}}
        """;

    public static readonly string Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";
}
