import TestSupport
import Testing

@testable import Transfer

@Suite("Which addresses may be connected to")
struct AddressRuleTests {
  /// Ends of every block, and addresses that lead to one.
  static let refused: [(text: String, reason: String)] =
    [
      ("0.0.0.0", "is the unspecified address"),
      ("0.0.0.1", "is a reserved address"),
      ("0.255.255.255", "is a reserved address"),
      ("10.0.0.0", "is a private address"),
      ("10.1.2.3", "is a private address"),
      ("10.255.255.255", "is a private address"),
      ("100.64.0.0", "is an address behind a carrier's NAT"),
      ("100.100.100.200", "is an address behind a carrier's NAT"),
      ("100.127.255.255", "is an address behind a carrier's NAT"),
      ("127.0.0.0", "is a loopback address"),
      ("127.0.0.1", "is a loopback address"),
      ("127.0.0.53", "is a loopback address"),
      ("127.1.2.3", "is a loopback address"),
      ("127.255.255.255", "is a loopback address"),
      ("168.63.129.16", "is an address of a cloud's platform"),
      ("169.254.0.0", "is a link-local address"),
      ("169.254.169.254", "is a link-local address"),
      ("169.254.170.2", "is a link-local address"),
      ("169.254.255.255", "is a link-local address"),
      ("172.16.0.0", "is a private address"),
      ("172.17.0.1", "is a private address"),
      ("172.31.255.255", "is a private address"),
      ("192.0.0.0", "is a reserved address"),
      ("192.0.0.192", "is a reserved address"),
      ("192.0.0.255", "is a reserved address"),
      ("192.0.2.0", "is a documentation address"),
      ("192.0.2.255", "is a documentation address"),
      ("192.88.99.0", "is a reserved address"),
      ("192.88.99.255", "is a reserved address"),
      ("192.168.0.0", "is a private address"),
      ("192.168.1.1", "is a private address"),
      ("192.168.255.255", "is a private address"),
      ("198.18.0.0", "is a benchmarking address"),
      ("198.19.255.255", "is a benchmarking address"),
      ("198.51.100.0", "is a documentation address"),
      ("198.51.100.255", "is a documentation address"),
      ("203.0.113.0", "is a documentation address"),
      ("203.0.113.255", "is a documentation address"),
      ("224.0.0.0", "is a multicast address"),
      ("224.0.0.251", "is a multicast address"),
      ("239.255.255.255", "is a multicast address"),
      ("240.0.0.0", "is a reserved address"),
      ("250.1.2.3", "is a reserved address"),
      ("255.255.255.254", "is a reserved address"),
      ("255.255.255.255", "is the broadcast address"),

      ("::", "is the unspecified address"),
      ("::1", "is a loopback address"),
      ("::2", "leads to 0.0.0.2, a reserved address"),
      ("::8.8.8.8", "is a reserved address"),
      ("0:0:0:1::", "is a reserved address"),
      ("64:ff9b:1::", "leads to 0.0.0.0, the unspecified address"),
      ("64:ff9b:1::8.8.8.8", "is a private address"),
      ("64:ff9b:1:ffff:ffff:ffff:808:808", "is a private address"),
      ("64:ff9b:2::808:808", "is a reserved address"),
      ("100::", "is a discarded address"),
      ("100::ffff:ffff:ffff:ffff", "is a discarded address"),
      ("100:0:0:1::1", "is a reserved address"),
      ("200::1", "is a reserved address"),
      ("400::1", "is a reserved address"),
      ("1000::1", "is a reserved address"),
      ("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a reserved address"),
      ("2001:1::1", "is a reserved address"),
      ("2001:2::", "is a benchmarking address"),
      ("2001:2:0:ffff:ffff:ffff:ffff:ffff", "is a benchmarking address"),
      ("2001:10::1", "is a reserved address"),
      ("2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "is a reserved address"),
      ("2001:db8::", "is a documentation address"),
      ("2001:db8::1", "is a documentation address"),
      ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "is a documentation address"),
      ("3fff::", "is a documentation address"),
      ("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "is a documentation address"),
      ("4000::1", "is a reserved address"),
      ("5f00::1", "is a reserved address"),
      ("8000::1", "is a reserved address"),
      ("e000::1", "is a reserved address"),
      ("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a reserved address"),
      ("fc00::", "is a private address"),
      ("fd00::1", "is a private address"),
      ("fd00:ec2::254", "is a private address"),
      ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a private address"),
      ("fe00::1", "is a reserved address"),
      ("fe7f:ffff::1", "is a reserved address"),
      ("fe80::", "is a link-local address"),
      ("fe80::1", "is a link-local address"),
      ("fe80::a9fe:a9fe", "is a link-local address"),
      ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a link-local address"),
      ("fec0::", "is a site-local address"),
      ("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a site-local address"),
      ("ff00::", "is a multicast address"),
      ("ff02::1", "is a multicast address"),
      ("ff05::2", "is a multicast address"),
      ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "is a multicast address"),
    ] + leading

  private static let inner = [
    ("0.0.0.0", 0x0000_0000, "the unspecified address"),
    ("10.0.0.1", 0x0a00_0001, "a private address"),
    ("100.64.0.1", 0x6440_0001, "an address behind a carrier's NAT"),
    ("127.0.0.1", 0x7f00_0001, "a loopback address"),
    ("169.254.169.254", 0xa9fe_a9fe, "a link-local address"),
    ("172.31.0.1", 0xac1f_0001, "a private address"),
    ("192.168.1.1", 0xc0a8_0101, "a private address"),
    ("198.18.0.1", 0xc612_0001, "a benchmarking address"),
    ("224.0.0.1", 0xe000_0001, "a multicast address"),
    ("255.255.255.255", 0xffff_ffff, "the broadcast address"),
  ]

  /// Every form of version 6 around every kind of version 4.
  private static let leading: [(String, String)] = inner.flatMap { text, value, kind in
    let high = String(value >> 16, radix: 16)
    let low = String(value & 0xffff, radix: 16)
    let turnedHigh = String(~value >> 16 & 0xffff, radix: 16)
    let turnedLow = String(~value & 0xffff, radix: 16)
    var forms = [
      "::ffff:\(text)", "::ffff:0:\(text)", "64:ff9b::\(text)", "64:ff9b:1::\(text)",
      "64:ff9b:1:2:3:4:\(high):\(low)", "2002:\(high):\(low)::", "2002:\(high):\(low)::8.8.8.8",
      "2001:0:\(high):\(low)::f7f7:f7f7", "2001:0:808:808::\(turnedHigh):\(turnedLow)",
      "2606:4700::5efe:\(text)", "2606:4700::200:5efe:\(text)", "2606:4700:1:2:200:5efe:\(text)",
    ]
    if value > 1 { forms.append("::\(text)") }
    return forms.map { ($0, "leads to \(text), \(kind)") }
  }

  static let allowed = [
    "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255",
    "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0",
    "203.0.112.255", "203.0.114.0", "223.255.255.255",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:0:808:808::f7f7:f7f7",
    "2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2001:4860:4860::8888", "2606:4700::1111",
    "2a00:1450::5efe:8.8.8.8", "2606:4700::1:5efe:7f00:1", "3ffe::1", "3fff:1000::1",
  ]

  @Test("What is not of the public network is refused", arguments: refused)
  func refusal(text: String, reason: String) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressRule.publicOnly.refusal(of: text) == "\(address) \(reason)")
  }

  @Test("Their neighbours in the public network are not", arguments: allowed)
  func noRefusal(text: String) {
    #expect(AddressRule.publicOnly.refusal(of: text) == nil)
  }

  @Test("There are enough examples, each once")
  func count() {
    let all = Self.refused.map(\.text) + Self.allowed
    #expect(Set(all).count == all.count)
    #expect(all.count >= 150)
  }

  @Test(
    "Every address of a refused block is refused, whatever form of version 6 it takes",
    arguments: [0x0a00_0000, 0x7f00_0000, 0xa9fe_0000, 0xc0a8_0000, 0xe000_0000, 0xf000_0000])
  func blocks(first: UInt32) {
    var random = SplitMix64(seed: UInt64(first))
    for _ in 0..<200 {
      let inner = first | UInt32(random.next() & 0xffff)
      #expect(AddressRule.publicOnly.refusal(of: .v4(inner)) != nil)
      let value = UInt128(inner)
      let noise = UInt128(random.next() >> 32)
      // Compatible, mapped, NAT64, 6to4, Teredo's server, ISATAP.
      let heads: [UInt128] = [
        0, 0xffff << 32, 0x64_ff9b << 96, 0x2002 << 112 | noise, 0x2001_0000 << 96 | noise,
        0x2a00 << 112 | 0x5efe << 32,
      ]
      for (head, shift) in zip(heads, [0, 0, 0, 80, 64, 0]) {
        #expect(AddressRule.publicOnly.refusal(of: .v6(head | value << shift)) != nil)
      }
    }
  }

  @Test(
    "A text that is no address is refused with what it is",
    arguments: [
      "", "localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "1.2.3.4.5", "::g", "1.1.1.1\u{0}",
      "fe80::1%eth0", "[::1]",
    ])
  func noAddress(text: String) {
    #expect(AddressRule.publicOnly.refusal(of: text) == "'\(text.shown)' is no address")
  }

  @Test("An operator opens ranges and single addresses, and nothing beside them")
  func opened() throws {
    let rule = try AddressRule(allowing: ["10.1.0.0/16", "fd00::/8", "127.0.0.1", "::1"])
    for text in ["10.1.0.0", "10.1.255.255", "fd12::1", "127.0.0.1", "::1", "8.8.8.8", "::ffff:10.1.2.3"] {
      #expect(rule.refusal(of: text) == nil)
    }
    for text in [
      "10.0.255.255", "10.2.0.0", "fc00::1", "127.0.0.2", "::2", "2002:a01:1::", "64:ff9b::10.1.0.1",
    ] {
      #expect(rule.refusal(of: text) != nil)
    }
    #expect(rule.refusal(of: "10.2.0.0") == "10.2.0.0 is a private address")
    #expect(try AddressRule(allowing: ["0.0.0.0/0"]).refusal(of: "127.0.0.1") == nil)
    #expect(try AddressRule(allowing: ["::/0"]).refusal(of: "::1") == nil)
    #expect(try AddressRule(allowing: ["::/0"]).refusal(of: "127.0.0.1") == "127.0.0.1 is a loopback address")
  }

  @Test(
    "A range that is none is said to be none",
    arguments: [
      ("", "'' is no range of addresses; write one such as 10.0.0.0/8, fd00::/8 or 127.0.0.1"),
      (
        "localhost",
        "'localhost' is no range of addresses; write one such as 10.0.0.0/8, fd00::/8 or 127.0.0.1"
      ),
      (
        "10.0.0/8", "'10.0.0/8' is no range of addresses; write one such as 10.0.0.0/8, fd00::/8 or 127.0.0.1"
      ),
      ("10.0.0.0/33", "'10.0.0.0/33' is no range of addresses: the number after the slash is one of 0 to 32"),
      ("10.0.0.0/", "'10.0.0.0/' is no range of addresses: the number after the slash is one of 0 to 32"),
      ("10.0.0.0/08", "'10.0.0.0/08' is no range of addresses: the number after the slash is one of 0 to 32"),
      ("10.0.0.0/-1", "'10.0.0.0/-1' is no range of addresses: the number after the slash is one of 0 to 32"),
      (
        "10.0.0.0/8/8",
        "'10.0.0.0/8/8' is no range of addresses: the number after the slash is one of 0 to 32"
      ),
      ("fd00::/129", "'fd00::/129' is no range of addresses: the number after the slash is one of 0 to 128"),
      ("10.1.2.3/8", "'10.1.2.3/8' has bits beyond the first 8; 10.0.0.0/8 begins there"),
      ("fd00::1/8", "'fd00::1/8' has bits beyond the first 8; fd00::/8 begins there"),
    ])
  func fault(text: String, message: String) {
    #expect(throws: AddressRangeFault(message)) { _ = try AddressRule(allowing: ["10.0.0.0/8", text]) }
  }
}
