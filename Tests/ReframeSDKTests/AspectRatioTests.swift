import TestSupport
import Testing

@testable import ReframeSDK

@Suite("Aspect ratio")
struct AspectRatioTests {
  @Test(
    "Whole numbers keep their terms",
    arguments: [
      ("16:9", 16, 9), ("16x9", 16, 9), ("16/9", 16, 9), ("21:9", 21, 9), ("1:1", 1, 1), ("4:2", 4, 2),
      ("1920:1080", 1920, 1080), ("1919x1079", 1919, 1079), ("1000:1", 1000, 1), ("1:1000", 1, 1000),
      ("1000000:999999", 1_000_000, 999_999), ("007:005", 7, 5),
    ])
  func whole(text: String, width: Int, height: Int) throws {
    let ratio = try #require(AspectRatio(text))
    #expect(ratio.width == width)
    #expect(ratio.height == height)
    #expect(ratio.description == "\(width):\(height)")
  }

  @Test(
    "Decimals become whole numbers in lowest terms",
    arguments: [
      ("1.91", 191, 100), ("2.35:1", 47, 20), ("1.91:1", 191, 100), ("1:1.91", 100, 191), ("1.0", 1, 1),
      ("0.5", 1, 2), ("1.5:2.25", 2, 3), ("1.333", 1333, 1000), ("0.001:1", 1, 1000),
      ("1920.5:1080", 3841, 2160), ("16.0:9", 16, 9),
    ])
  func decimal(text: String, width: Int, height: Int) throws {
    let ratio = try #require(AspectRatio(text))
    #expect(ratio.width == width)
    #expect(ratio.height == height)
  }

  @Test(
    "What is not a ratio is refused",
    arguments: [
      "", ":", "x", "16", "16:", ":9", "16:0", "0:9", "0:0", "0.0", "-1:2", "1:-2", "+1:2", "abc", "a:b",
      "1:b",
      "1e9:1", "1:2:3", "1:2:", "1::2", " 16:9", "16:9 ", "16 : 9", "16,9", "1.:2", ".5:1", "1.2.3:1",
      "1.2345", "1001:1", "1:1001", "0.0001:1", "0.001:2", "99999999:99999999", "1000001:1000000",
      "9223372036854775808:1", "18446744073709551617:18446744073709551617", "１６:９", "١٦:٩", "16:9\n",
      "16:9\0",
      "1000.5", "nan", "inf:1", "0x10:9",
    ])
  func refused(text: String) { #expect(AspectRatio(text) == nil) }

  @Test("Ratios of the same value are equal and hash alike")
  func equality() throws {
    let wide = try #require(AspectRatio("21:9"))
    let short = try #require(AspectRatio("7:3"))
    #expect(wide == short)
    #expect(wide.hashValue == short.hashValue)
    #expect(wide.description == "21:9")
    #expect(Set([wide, short]).count == 1)
    #expect(wide != AspectRatio("7:2"))
    #expect(AspectRatio("2.35") == AspectRatio("2.35:1"))
    #expect(AspectRatio("16:9")?.value == 16.0 / 9)
  }

  @Test("Numbers are reduced and held to the limits")
  func numbers() throws {
    let hd = try #require(AspectRatio(width: 1920, height: 1080))
    #expect(hd.description == "16:9")
    #expect(AspectRatio(width: .max, height: .max) == AspectRatio("1:1"))
    #expect(AspectRatio(width: 4_000_000, height: 2_000_000)?.description == "2:1")
    for (width, height) in [
      (0, 1), (1, 0), (-16, -9), (.min, 1), (1001, 1), (1, 1001), (1_000_001, 1_000_000), (.max, 1),
      (.max, .max - 1),
    ] {
      #expect(AspectRatio(width: width, height: height) == nil, "\(width):\(height)")
    }
  }

  @Test("Every ratio of whole numbers survives its text and its JSON")
  func roundTrip() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<500 {
      let width = Int.random(in: 1...1_000_000, using: &random)
      let height = Int.random(in: max(1, width / 1000 + 1)...min(1_000_000, width * 1000), using: &random)
      let ratio = try #require(AspectRatio(width: width, height: height))
      #expect(AspectRatio(ratio.description) == ratio)
      let json = try JSON.encode([ratio])
      #expect(json == "[\"\(ratio)\"]")
      #expect(try JSON.decode([AspectRatio].self, from: json, what: "ratios") == [ratio])
    }
  }

  @Test("JSON that is no ratio is refused with its text and place")
  func badJSON() {
    #expect(throws: ReframeError(.invalidArgument, "ratios: [1]: '16:0' is not a ratio")) {
      try JSON.decode([AspectRatio].self, from: #"["16:9", "16:0"]"#, what: "ratios")
    }
    #expect(throws: ReframeError(.invalidArgument, "ratios: [0]: expected a string")) {
      try JSON.decode([AspectRatio].self, from: "[1.91]", what: "ratios")
    }
  }
}
