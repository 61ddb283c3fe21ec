import Hosting
import ReframeSDK
import Testing

@Suite("The fill solid")
struct SolidFillTests {
  let host: Host

  init() throws { host = try Engine().host }

  @Test(
    "paints the colour given",
    arguments: [
      ("#ff8800", [0xFF, 0x88, 0x00, 0xFF]), ("f80", [0xFF, 0x88, 0x00, 0xFF]),
      ("#01020304", [1, 2, 3, 4]), ("#ABCDEF", [0xAB, 0xCD, 0xEF, 0xFF]),
    ] as [(String, [UInt8])])
  func given(text: String, color: [UInt8]) throws {
    for channels in [3, 4] {
      let task = FillCase(5, 3, left: 2, top: 1, right: 4, bottom: 2, channels: channels)
      let canvas = GuardedCanvas(task, garbage: 0)
      try canvas.fill(with: try host.fill("solid"), parameters: #"{"color": "\#(text)"}"#)
      for (x, y) in [(0, 0), (10, 5), (1, 2), (7, 1), (5, 5)] {
        #expect(canvas.pixel(x, y) == [UInt8](color.prefix(channels)), "\(x),\(y)")
      }
      #expect(canvas.keepsSource)
    }
  }

  @Test("takes the median of the border that it continues, and of no other")
  func median() throws {
    // Pixels of a patterned source: 37 to the right, 101 down, and their product.
    let task = FillCase(3, 3, right: 2)
    let canvas = GuardedCanvas(task, garbage: 0)
    try canvas.fill(with: try host.fill("solid"))
    let expected = (0..<3).map { channel in
      (0..<3).map { task.sample(2, $0, channel) }.sorted()[1]
    }
    for x in 3..<5 { for y in 0..<3 { #expect(canvas.pixel(x, y) == expected) } }
  }

  @Test("counts a corner of two exposed sides once")
  func corners() throws {
    let task = FillCase(3, 3, left: 1, top: 1, right: 1, bottom: 1)
    let canvas = GuardedCanvas(task, garbage: 0)
    try canvas.fill(with: try host.fill("solid"))
    let ring = (1...3).flatMap { y in (1...3).map { (x: $0, y: y) } }.filter { $0.x != 2 || $0.y != 2 }
    let expected = (0..<3).map { channel in ring.map { task.sample($0.x, $0.y, channel) }.sorted()[4] }
    #expect(canvas.pixel(0, 0) == expected)
  }

  @Test(
    "says how a colour is written", arguments: ["red", "", "#", "#12345", "#1234567", "#gg0000", "##fff"])
  func badColor(text: String) throws {
    let canvas = GuardedCanvas(FillCase(3, 3, right: 1), garbage: 0)
    let error = #expect(throws: ReframeError.self) {
      try canvas.fill(with: try host.fill("solid"), parameters: #"{"color": "\#(text)"}"#)
    }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.message == "'\(text)' is no colour; write it as #rrggbb, such as #ff8800")
  }

  @Test("wants a text for a colour")
  func numberAsColor() throws {
    let canvas = GuardedCanvas(FillCase(3, 3, right: 1), garbage: 0)
    let error = #expect(throws: ReframeError.self) {
      try canvas.fill(with: try host.fill("solid"), parameters: #"{"color": 7}"#)
    }
    #expect(error?.message == "'color' is a text such as #ff8800")
  }
}
