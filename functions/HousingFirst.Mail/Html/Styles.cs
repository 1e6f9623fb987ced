namespace HousingFirst.Mail.Html;

/// <summary>
/// How mails look. Text is 16 px or more; what is tapped is 44 px high or more. Mail programs have three ways with dark mode: they honour
/// <see cref="Dark"/>, they leave the inline colours as they are, or they turn them over by themselves. Text is 7:1 against its ground in all
/// three, so grounds are far from the middle of the scale. No ground is pure white, and no colour says anything that words don't.
/// </summary>
internal static class Styles
{
    public const string Body =
        "margin:0;padding:0;background-color:#f6f5f1;color:#1b1b1b;"
        + "font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:17px;line-height:1.5";

    public const string Column = "max-width:560px;margin:0 auto;padding:16px;background-color:#f6f5f1;color:#1b1b1b;overflow-wrap:anywhere";
    public const string Title = "margin:8px 0 16px;font-size:22px;line-height:1.3;font-weight:700";
    public const string Heading = "margin:24px 0 12px;font-size:19px;line-height:1.3;font-weight:700";
    public const string CallBox = "margin:0 0 20px;padding:18px 20px 20px;background-color:#e4ece8;border-radius:10px";
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
    public const string Answers = "margin:0 0 24px;padding:0;list-style:none";
    public const string Answer = "margin:0 0 12px";

    public const string AnswerLink =
        "display:block;padding:12px 20px;border:2px solid #0b4f43;border-radius:8px;color:#0b4f43;"
        + "font-size:18px;line-height:1.4;font-weight:700;text-align:center;text-decoration:none";

    public const string List = "margin:0 0 24px;padding:0 0 0 22px";

    /// <summary>Links in a list, each as high as a finger: a bullet would stand beside the last line of a long one.</summary>
    public const string Links = "margin:0 0 24px;padding:0;list-style:none";
    public const string Item = "margin:0;font-weight:700";
    public const string Fact = "margin:0 0 8px";
    public const string People = "margin:0 0 24px;padding:0;list-style:none";
    public const string Person = "margin:0 0 20px";
    public const string Small = "margin:24px 0 0;padding:14px 0 0;border-top:1px solid #6b7672;color:#3f4a47;font-size:16px";
    public const string Foot = "margin:12px 0 0;padding:0;list-style:none;color:#3f4a47;font-size:16px";
    public const string FootItem = "margin:0";
    public const string FootLink = "display:inline-block;padding:10px 0;color:#0b4f43;text-decoration:underline";

    /// <summary>The dark colours, for programs that honour them. No line begins with a dot: SMTP doubles those, and not every server undoes it.</summary>
    public const string Dark =
        ":root{color-scheme:light dark;supported-color-schemes:light dark}\n"
        + "@media (prefers-color-scheme:dark){"
        + ".page{background-color:#171b1a!important;color:#ebe8e1!important}"
        + ".box{background-color:#24312d!important}"
        + ".link{color:#a3e0d0!important}"
        + ".answer{border-color:#a3e0d0!important}"
        + ".phone{background-color:#a3e0d0!important;color:#0c1f1a!important}"
        + ".small{color:#c6cecb!important;border-color:#7d8a86!important}}";
}
