using CsCheck;
using HousingFirst.Core.Costing;

namespace HousingFirst.Core.Tests.Costing;

/// <summary>What a month costs: the floor, a city, a province, and what would double it.</summary>
public sealed class MonthCostTests
{
    private static readonly Usage City = new(Programs: 15, Partners: 300, Changes: 2_000) { Agencies = 40, Mails = 6_600 };

    private static readonly Usage Province = new(Programs: 1_500, Partners: 30_000, Changes: 1_000_000) { Communities = 100, Agencies = 4_000, Mails = 3_300_000 };

    [Fact]
    public void A_city_costs_less_than_five_dollars_and_an_idle_hub_less_than_one()
    {
        var (idle, city) = (MonthCost.Of(Usage.Idle, PriceList.Carried), MonthCost.Of(City, PriceList.Carried));
        Assert.InRange(idle.AzureUsd, 0.80m, 1m);
        Assert.InRange(city.AzureUsd, 1.2m, 5m);
        Assert.Equal(0, idle.Mail.Usd);
        Assert.Equal(19.95m, city.Mail.Usd);
        Assert.All(city.Azure, l => Assert.NotEmpty(l.Working));
    }

    [Fact]
    public void A_province_costs_hundreds_and_each_of_its_partners_about_a_cent()
    {
        var bill = MonthCost.Of(Province, PriceList.Carried).AzureUsd;
        Assert.InRange(bill, 100m, 500m);
        Assert.InRange(bill / Province.Partners, 0.003m, 0.02m);
    }

    [Fact]
    public void Mail_is_priced_by_who_takes_it()
    {
        Assert.Equal(34.95m, Mail(50_001, MailSeller.SendGrid));
        Assert.Equal(2 * 1_099m, Mail(2_500_001, MailSeller.SendGrid));
        Assert.Equal(1.65m, Mail(6_600, MailSeller.Acs));
        Assert.Equal(0, Mail(6_600, MailSeller.Own));

        static decimal Mail(long mails, MailSeller seller) => MonthCost.Of(City with { Mails = mails, Seller = seller }, PriceList.Carried).Mail.Usd;
    }

    [Fact]
    public void What_is_said_to_double_the_bill_doubles_it() => Gen.Select(Gen.Long[1, 1_000], Gen.Long[1, 10_000], Gen.Long[100, 1_000_000]).Sample(
        (programs, partners, changes) =>
        {
            var use = new Usage(programs, partners, changes);
            var doubled = Doubling.Of(use, PriceList.Carried).Single(d => d.What.StartsWith("changes", StringComparison.Ordinal));
            var (more, mails) = ((long)(changes * doubled.Times!.Value), (long)(use.Mails * doubled.Times.Value));
            var then = MonthCost.Of(use with { Changes = more, Mails = mails }, PriceList.Carried).AzureUsd;
            var twice = 2 * MonthCost.Of(use, PriceList.Carried).AzureUsd;
            Assert.InRange(then, twice * 0.98m, twice * 1.02m);
        },
        iter: 100);

    [Fact]
    public void Switches_cost_what_they_say()
    {
        var now = MonthCost.Of(City, PriceList.Carried).AzureUsd;
        var switches = Doubling.Of(City, PriceList.Carried).Where(d => d.Times is null).ToDictionary(d => d.What, d => d.Usd - now);
        Assert.InRange(switches["Service Bus Standard"], 9.81m, 12m);
        Assert.Equal(1m, switches["a log alert every 5 minutes in place of every 15"]);
        Assert.InRange(switches["a tick every minute"], 0.4m, 1m);
    }

    [Fact]
    public void Each_price_reaches_the_bill()
    {
        var now = MonthCost.Of(City, PriceList.Carried);
        var standard = MonthCost.Of(City with { Standard = true }, PriceList.Carried);
        foreach (var line in PriceList.CarriedText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Where(l => !l.StartsWith("mail.", StringComparison.Ordinal)))
        {
            var cells = line.Split('\t');
            var dearer = PriceList.Read(PriceList.CarriedText.Replace(line, $"{cells[0]}\t1000\t1\t", StringComparison.Ordinal));
            var usual = cells[0].StartsWith("servicebus.standard", StringComparison.Ordinal) ? (standard, MonthCost.Of(City with { Standard = true }, dearer)) : (now, MonthCost.Of(City, dearer));
            Assert.True(usual.Item2.AzureUsd > usual.Item1.AzureUsd, cells[0]);
        }
    }

    [Theory]
    [InlineData("", "begins with the line")]
    [InlineData("meter\tusd\tper\twhat\nlogs.gb\t2.30\n", "Line 2")]
    [InlineData("meter\tusd\tper\twhat\ndate\t26.11.2026\t\t\n", "2026-11-26")]
    [InlineData("meter\tusd\tper\twhat\nlogs.gb\tdear\t1\t\n", "The price of logs.gb")]
    [InlineData("meter\tusd\tper\twhat\nlogs.gb\t1\t0\t\n", "The price of logs.gb")]
    [InlineData("meter\tusd\tper\twhat\nlogs.gb\t1\t1\t\nlogs.gb\t1\t1\t\n", "twice")]
    [InlineData("meter\tusd\tper\twhat\nlogs.gb\t1\t1\t\n", "no line `date`")]
    [InlineData("meter\tusd\tper\twhat\ndate\t2026-11-26\t\t\n", "lacks alert.log")]
    public void A_list_that_can_not_be_read_is_refused_in_words(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => PriceList.Read(text)).Message, StringComparison.Ordinal);
}
