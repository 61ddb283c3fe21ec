import ReframeSDK
import Testing

@testable import Hosting

@Suite("A vendor's result is looked at before anybody hears of it")
struct ResultCheckTests {
  private func corrected(
    _ bytes: [UInt8], aspect: String = "9:16", _ change: (inout Rendition) -> Void = { _ in }
  ) throws -> Rendition {
    var rendition = Rendition(output: 0, mediaType: "image/jpeg", size: PixelSize(width: 1, height: 1))
    change(&rendition)
    let check = ResultCheck([OutputRequest(aspect: try #require(AspectRatio(aspect)))])
    var result: Result<Rendition, ReframeError>?
    bytes.withUnsafeBytes { raw in
      result = Result { () throws(ReframeError) in try check.corrected(rendition, head: raw) }
    }
    return try #require(result).get()
  }

  @Test("A JPEG that lies on its side is turned before its ratio is judged", arguments: [true, false], 1...8)
  func turned(isLittle: Bool, orientation: Int) {
    let bytes = PictureBytes.jpeg(160, 90, orientation: orientation, isLittle: isLittle)
    let size = bytes.withUnsafeBytes { PictureSize.read($0, "image/jpeg") }
    #expect(size == (orientation < 5 ? PixelSize(width: 160, height: 90) : PixelSize(width: 90, height: 160)))
    for count in bytes.indices { _ = bytes[..<count].withUnsafeBytes { PictureSize.read($0, "image/jpeg") } }
  }

  @Test("Its bytes say what it is and how large, whatever the vendor says")
  func truth() throws {
    let png = try corrected(PictureBytes.png(1080, 1920))
    #expect(png.mediaType == "image/png" && png.size == PixelSize(width: 1080, height: 1920))
    let webp = try corrected(PictureBytes.webpLossy(900, 1600)) { $0.mediaType = "text/html" }
    #expect(webp.mediaType == "image/webp" && webp.size == PixelSize(width: 900, height: 1600))
  }

  @Test("A size that is not known stays the vendor's word")
  func unknownSize() throws {
    let size = PixelSize(width: 4, height: 3)
    let video = try corrected(PictureBytes.box("isom")) { $0.size = size }
    #expect(video.mediaType == "video/mp4" && video.size == size)
  }

  @Test(
    "The wrong ratio is refused, and was paid for",
    arguments: [("9:16", 1024, 1024), ("16:9", 1080, 1920), ("1:1", 1031, 1000), ("1:1", 969, 1000)])
  func wrongRatio(aspect: String, width: Int, height: Int) {
    #expect(
      throws: ReframeError(
        .internalFault,
        "the result has the wrong ratio: \(aspect) was asked for, and it is \(width)x\(height)",
        accepted: .yes)
    ) { try corrected(PictureBytes.png(width, height), aspect: aspect) }
  }

  @Test(
    "Vendors' own sizes are near enough",
    arguments: [
      ("21:9", 1536, 640), ("21:9", 1584, 672), ("9:16", 768, 1344), ("1:1", 1029, 1000), ("1:1", 971, 1000),
    ])
  func near(aspect: String, width: Int, height: Int) throws {
    _ = try corrected(PictureBytes.png(width, height), aspect: aspect)
  }

  @Test(
    "What is no picture is refused with what can be seen of it",
    arguments: [
      ([], "nothing at all"),
      (Array("<html>\u{1b}[31m".utf8), "bytes of an unknown kind, said to be image/jpeg"),
      (Array("<html>\n<b>Gone</b>".utf8), #"text: '<html>\n<b>Gone</b>…'"#),
      ([1, 2, 3], "bytes of an unknown kind, said to be image/jpeg"),
      ([0xff, 0xfe, 0x41], "bytes of an unknown kind, said to be image/jpeg"),
    ] as [([UInt8], String)])
  func noPicture(bytes: [UInt8], words: String) {
    #expect(
      throws: ReframeError(.internalFault, "the result is no picture but \(words)", accepted: .yes)
    ) { try corrected(bytes) }
  }

  @Test("An explanation is left alone, and an output that was not asked for is for others to refuse")
  func others() throws {
    #expect(try corrected([1, 2]) { $0.role = .explanation }.mediaType == "image/jpeg")
    #expect(try corrected(PictureBytes.png(7, 7)) { $0.output = 1 }.size == PixelSize(width: 7, height: 7))
    #expect(try corrected(PictureBytes.png(7, 7)) { $0.output = -1 }.size == PixelSize(width: 7, height: 7))
  }
}

@Suite("A result that is written is held back until it is known")
struct CheckedWriterTests {
  private let receiver = RecordingReceiver()

  private func writer(_ receiver: RecordingReceiver? = nil) throws -> CheckedWriter {
    let rendition = Rendition(output: 0, mediaType: "image/jpeg", size: PixelSize(width: 1, height: 1))
    let aspect = try #require(AspectRatio(width: 1, height: 1))
    return CheckedWriter(rendition, ResultCheck([OutputRequest(aspect: aspect)]), receiver ?? self.receiver)
  }

  private func write(_ bytes: [UInt8], to writer: CheckedWriter) -> ReframeError? {
    bytes.withUnsafeBytes { raw in
      do throws(ReframeError) {
        try writer.write(raw)
        return nil
      } catch { return error }
    }
  }

  @Test("A small one until its end, byte by byte")
  func small() throws {
    let writer = try writer()
    let bytes = PictureBytes.png(10, 10)
    for byte in bytes { #expect(write([byte], to: writer) == nil) }
    #expect(receiver.calls.isEmpty)
    try writer.finish()
    #expect(receiver.calls == ["begin 0", "write 0", "finish 0"])
    #expect(receiver.bytes == bytes)
    #expect(receiver.renditions.first?.mediaType == "image/png")
  }

  @Test("A large one until its first bytes are there; all of them arrive in order")
  func large() throws {
    let writer = try writer()
    let bytes = PictureBytes.png(10, 10) + (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for start in stride(from: 0, to: bytes.count, by: 100_000) {
      #expect(write(Array(bytes[start..<min(bytes.count, start + 100_000)]), to: writer) == nil)
      #expect(receiver.calls.isEmpty == (start + 100_000 < ResultCheck.headLength))
    }
    try writer.finish()
    #expect(receiver.bytes == bytes)
  }

  @Test("Nobody hears of one that is refused")
  func refused() throws {
    let small = try writer()
    #expect(write(Array("<html>".utf8), to: small) == nil)
    #expect(throws: ReframeError.self) { try small.finish() }
    let large = try writer()
    #expect(write([UInt8](repeating: 0x20, count: ResultCheck.headLength), to: large)?.kind == .internalFault)
    large.abandon()
    #expect(receiver.calls.isEmpty)
  }

  @Test("One that is abandoned early was never there, and one that is abandoned late is abandoned")
  func abandoned() throws {
    let early = try writer()
    #expect(write(PictureBytes.png(10, 10), to: early) == nil)
    early.abandon()
    #expect(receiver.calls.isEmpty)
    let late = try writer()
    #expect(write(PictureBytes.png(10, 10) + [UInt8](repeating: 0, count: 300_000), to: late) == nil)
    late.abandon()
    #expect(receiver.calls == ["begin 0", "write 0", "abandon 0"])
  }

  @Test("A receiver that refuses the first bytes is told to forget them")
  func refusing() throws {
    let receiver = RecordingReceiver(refusing: .write)
    let writer = try writer(receiver)
    #expect(write(PictureBytes.png(10, 10), to: writer) == nil)
    #expect(throws: RecordingReceiver.refusal) { try writer.finish() }
    #expect(receiver.calls == ["begin 0", "write 0", "abandon 0"])
  }
}
