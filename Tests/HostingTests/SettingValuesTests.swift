import ReframeSDK
import Testing

@testable import Hosting

@Suite("Values of settings")
struct SettingValuesTests {
  private func fault<Value: SettingText>(_ type: Value.Type, _ text: String) -> String? {
    do throws(SettingFault) {
      _ = try Value(text: text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("Amounts are exact")
  func amounts() throws {
    #expect(try Amount(text: "0.05 USD").money == Money(micros: 50_000, unit: "USD"))
    #expect(try Amount(text: "3 credits/luma-x").money == Money(micros: 3_000_000, unit: "credits/luma-x"))
    #expect(try Amount(text: "0 EUR").text == "0 EUR")
  }

  @Test(
    "What is no exact amount is refused",
    arguments: [
      ("5", "'5' is not an amount and its unit such as 0.05 USD"),
      ("5  USD", "'5  USD' is not an amount and its unit such as 0.05 USD"),
      ("USD 5", "'5' is neither a currency such as USD nor a vendor's credits such as credits/fashn"),
      (
        "5 usd",
        "'usd' is neither a currency such as USD nor a vendor's credits such as credits/fashn; did you mean 'USD'?"
      ),
      (
        "5 credits/",
        "'credits/' is neither a currency such as USD nor a vendor's credits such as credits/fashn"
      ),
      ("-1 USD", "'-1 USD' is negative"),
      ("-0 USD", "'-0 USD' is negative"),
      ("1e3 USD", "'1e3' is not a decimal amount such as 0.005"),
      ("0.0000001 USD", "'0.0000001' has more than six decimals"),
      ("99999999999999 USD", "'99999999999999' is more than can be counted in millionths"),
      ("NaN USD", "'NaN' is not a decimal amount such as 0.005"),
      ("+1 USD", "'+1' is not a decimal amount such as 0.005"),
      ("١ USD", "'١' is not a decimal amount such as 0.005"),
    ])
  func noAmounts(text: String, message: String) { #expect(fault(Amount.self, text) == message) }

  @Test(
    "Durations",
    arguments: [("1ms", 1), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("8784h", 31_622_400_000)])
  func durations(text: String, milliseconds: Int64) throws {
    let duration = try SettingDuration(text: text)
    #expect(duration.milliseconds == milliseconds && duration.text == text)
  }

  @Test(
    "What is no duration is refused",
    arguments: [
      ("0s", "'0s' is no time at all"), ("8785h", "'8785h' is longer than a year"),
      ("99999999999999999999h", "'99999999999999999999h' is longer than a year"),
      ("-5m", "'-5m' is not a duration such as 500ms, 30s, 5m or 2h"),
      ("5", "'5' is not a duration such as 500ms, 30s, 5m or 2h"),
      ("m", "'m' is not a duration such as 500ms, 30s, 5m or 2h"),
      ("1.5h", "'1.5h' is not a duration such as 500ms, 30s, 5m or 2h"),
      ("5 m", "'5 m' is not a duration such as 500ms, 30s, 5m or 2h"),
      ("", "'' is not a duration such as 500ms, 30s, 5m or 2h"),
    ])
  func noDurations(text: String, message: String) { #expect(fault(SettingDuration.self, text) == message) }

  @Test("Rates are a number in a duration")
  func rates() throws {
    let rate = try RateLimit(text: "100/60s")
    #expect(rate.count == 100 && rate.window.milliseconds == 60_000 && rate.text == "100/60s")
    #expect(fault(RateLimit.self, "0/60s") == "0 is not a positive number")
    #expect(fault(RateLimit.self, "-1/60s") == "-1 is not a positive number")
    #expect(fault(RateLimit.self, "5/0s") == "'0s' is no time at all")
    for text in ["100", "100/", "/60s", "a/60s", "1/2/3s", "+5/1s"] {
      #expect(fault(RateLimit.self, text) != nil)
    }
  }

  @Test(
    "Address ranges",
    arguments: [
      "10.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "fd00::/8", "::1/128", "::/0", "192.168.4.0/22",
      "10.128.0.0/9",
    ])
  func ranges(text: String) throws { #expect(try AddressRange(text: text).text == text) }

  @Test(
    "What is no address range is refused",
    arguments: [
      "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.1/8", "10.0.0.128/24",
      "10.1/8",
      "010.0.0.0/8", "fd00::/129", "fd00::1/64", "::1", "fe80::1%eth0/64", "localhost/8", "/8", "",
      "10.0.0.0/ 8",
      "10.0.0.0\u{0}/8", "192.168.5.0/22",
    ])
  func noRanges(text: String) { #expect(fault(AddressRange.self, text) != nil) }

  @Test(
    "Addresses of vendors",
    arguments: [
      "https://gateway.example/v1", "http://127.0.0.1:8080", "https://[::1]:443/x", "https://a-b.example/",
    ])
  func addresses(text: String) throws { #expect(try BaseURL(text: text).text == text) }

  @Test(
    "What is no address is refused, and not repeated, as it may hold a password",
    arguments: [
      "ftp://x.example", "gateway.example", "https://", "https:///x", "https://x.example?key=s3cret",
      "https://x.example/#s3cret", "https://u:s3cret@x.example", "https://x.example:99999",
      "https://x.example:0",
      "https://x y.example/s3cret", "https://x.example\r\nX: s3cret", "https://[]/",
      "https://ü.example/s3cret",
    ])
  func noAddresses(text: String) {
    let message = fault(BaseURL.self, text)
    #expect(message != nil && message?.contains("s3cret") == false)
  }

  @Test("How many engines are tried")
  func engines() throws {
    #expect(try EngineLimit(text: "none").count == 1 && EngineLimit(text: "3").count == 3)
    for text in ["0", "-1", "+2", "all", "", "2.0"] { #expect(fault(EngineLimit.self, text) != nil) }
  }

  @Test("Words are told with the nearest")
  func words() {
    #expect(
      fault(RouteSetting.Preference.self, "cheepest")
        == "'cheepest' is none of order, cheapest, fastest, best; did you mean 'cheapest'?")
    #expect(
      fault(PluginPlacement.self, "in-proces")
        == "'in-proces' is none of in-process, worker; did you mean 'in-process'?")
  }
}
