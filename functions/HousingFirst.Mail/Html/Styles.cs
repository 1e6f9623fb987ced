namespace HousingFirst.Mail.Html;

/// <summary>
/// The inline styles of mails. Text is 16 px or more and at least 7:1 against its ground; what is tapped is 44 px high or more.
/// </summary>
internal static class Styles
{
    public const string Body =
        "margin:0;padding:0;background-color:#ffffff;color:#1b1b1b;"
        + "font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:17px;line-height:1.5";

    public const string Column = "max-width:560px;margin:0 auto;padding:16px";
    public const string Title = "margin:8px 0 16px;font-size:22px;line-height:1.3;font-weight:700";
    public const string CallBox = "margin:0 0 20px;padding:18px 20px 20px;background-color:#eef3f1;border-radius:10px";
    public const string CallHeading = "margin:0;font-size:17px;line-height:1.4;font-weight:400";
    public const string Name = "font-size:26px;line-height:1.25;font-weight:700";
    public const string Organisation = "margin:2px 0 0;font-size:18px";
    public const string PhoneLine = "margin:14px 0 0";

    public const string Phone =
        "display:inline-block;box-sizing:border-box;max-width:100%;padding:12px 20px;background-color:#0b4f43;border-radius:8px;"
        + "color:#ffffff;font-size:22px;line-height:1.2;font-weight:700;text-decoration:none";

    public const string PhoneText = "font-size:22px";
    public const string Label = "margin:0 0 8px;font-size:19px;font-weight:700";
    public const string Sentence = "margin:0 0 12px";
    public const string Link = "display:inline-block;padding:10px 0;color:#0b4f43;text-decoration:underline";
    public const string List = "margin:0 0 24px;padding:0 0 0 22px";
    public const string Item = "margin:0;font-weight:700";
    public const string Fact = "margin:0 0 8px;overflow-wrap:anywhere";
    public const string Small = "margin:24px 0 0;padding:14px 0 0;border-top:1px solid #c9d3d0;color:#3f4a47;font-size:16px";
}
