namespace HousingFirst.Board.Forms;

/// <summary>
/// The consent form's style: one sheet of A4 or Letter, whichever is in the printer, so it must fit the narrower and the shorter of both. Black on
/// white, letters of a size that people without glasses can read, boxes that a pen can hit.
/// </summary>
internal static class ConsentFormStyle
{
    public const string Css = """
        *{box-sizing:border-box}
        @page{margin:8mm 12mm}
        body{margin:0;background:#fff;color:#000;font:10.5pt/1.25 Arial,"Liberation Sans",Helvetica,sans-serif}
        main{max-width:186mm;margin:0 auto}
        h1{margin:0 0 1mm;font-size:18pt;line-height:1.15}
        p{margin:0 0 1.2mm}
        ul{margin:0 0 1.5mm;padding:0 0 0 5mm}
        li{margin:0 0 .5mm}
        table{width:100%;border-collapse:collapse;margin:0 0 1mm}
        caption{text-align:left;font-weight:700;font-size:12pt;padding:0 0 1mm}
        caption small{font-weight:400;font-size:9pt}
        th,td{border:.3mm solid #000;padding:.4mm 1mm;line-height:1.1}
        th[scope=row]{text-align:left;font-weight:400;font-size:10.5pt}
        th.long{font-size:8.5pt;line-height:1}
        th[scope=col]{vertical-align:top;text-align:left;font-size:9.5pt}
        th.tick{width:16.6mm;text-align:center;padding:.4mm .2mm}
        th small{display:block;font-weight:400;font-size:8pt;line-height:1.1}
        td{text-align:center}
        input[type=checkbox]{appearance:none;width:4.4mm;height:4.4mm;margin:0;border:.4mm solid #000;border-radius:.6mm;background:#fff;vertical-align:middle;
            print-color-adjust:exact;-webkit-print-color-adjust:exact}
        input[type=checkbox]:checked{background:#000;box-shadow:inset 0 0 0 .7mm #fff}
        input[type=text]{border:0;border-bottom:.3mm solid #000;border-radius:0;background:none;font:inherit;height:5mm;padding:0 1mm;min-width:0}
        input:focus-visible{outline:.6mm solid #b35c00;outline-offset:.4mm}
        th input[type=text]{width:100%;border:0;height:4.6mm}
        section{border-top:.3mm solid #000;padding:1mm 0 .2mm}
        .fill{display:flex;flex-wrap:wrap;gap:.5mm 3mm;align-items:baseline}
        .fill label{flex:1 1 45mm;display:flex;gap:1.5mm;align-items:baseline}
        .fill label input{flex:1}
        .date{width:36mm}
        .ticks label{white-space:nowrap;margin:0 3mm 0 0}
        .ticks strong{margin:0 2mm 0 0}
        .hands{display:grid;grid-template-columns:1.6fr 1fr;gap:.5mm 6mm}
        .hands label{display:flex;flex-direction:column}
        .hands input{height:6.6mm}
        .hands span,.small{font-size:9pt}
        footer{border-top:.6mm solid #000;padding:1mm 0 0;margin:1.2mm 0 0}
        .call{font-size:11.5pt}
        .row{display:flex;flex-wrap:wrap;gap:0 4mm;align-items:baseline}
        .phone{white-space:nowrap;font-weight:700}
        @media screen{main{padding:8mm 0}body{padding:0 4mm}}
        """;
}
