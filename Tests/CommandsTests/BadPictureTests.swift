@testable import Commands
import Imaging
import Testing
import TestSupport

/// Files that cannot be reframed end with code 1, one line with the path and what to do, and nothing left behind.
@Suite("A picture that cannot be read")
struct BadPictureTests {
  private func failure(_ bytes: [UInt8]?, _ options: String...) throws -> String {
    let sandbox = try Sandbox()
    if let bytes { try sandbox.folder.write(bytes, to: "a.jpg") }
    let before = sandbox.folder.names
    let outcome = sandbox.run(["~/a.jpg", "-a", "2:1", "--focus", "0.5,0.5", "-o", "~/out/"] + options)
    #expect(outcome.code == .failure)
    #expect(outcome.output.isEmpty)
    #expect(sandbox.folder.names == before)
    #expect(outcome.error.count { $0 == "\n" } == 1)
    return outcome.error
  }

  private func jpeg() throws -> [UInt8] {
    let sandbox = try Sandbox()
    try sandbox.picture("x.jpg", 40, 40, .jpeg)
    return try sandbox.folder.bytes("x.jpg")
  }

  @Test("is missing")
  func missing() throws {
    #expect(try failure(nil) == "reframe: ~/a.jpg: no such file or directory; check the path\n")
  }

  @Test("is empty")
  func empty() throws {
    #expect(try failure([]) == "reframe: ~/a.jpg: the file is empty; give a picture\n")
  }

  @Test("is a text")
  func text() throws {
    #expect(
      try failure([UInt8]("Dear Sir or Madam,\n".utf8))
        == "reframe: ~/a.jpg: this is not a picture; give a JPEG, PNG, WebP, GIF, TIFF, HEIC or AVIF file\n")
  }

  @Test("is of a format that is not read")
  func foreign() throws {
    #expect(
      try failure([UInt8]("%PDF-1.7\n".utf8))
        == "reframe: ~/a.jpg: PDF is not supported; convert the picture to JPEG, PNG or WebP first\n")
  }

  @Test("is cut short", arguments: [0.05, 0.4, 0.8])
  func truncated(share: Double) throws {
    let file = try jpeg()
    let message = try failure([UInt8](file.prefix(Int(Double(file.count) * share))))
    #expect(message.hasPrefix("reframe: ~/a.jpg: the picture is cut short; fetch or copy the file again"))
  }

  @Test("is damaged")
  func damaged() throws {
    var file = try jpeg()
    // The frame's header, which says that it has no columns.
    let frame = try #require(file.indices.first { file[$0...].starts(with: [0xFF, 0xC0]) })
    file[frame + 7] = 0
    file[frame + 8] = 0
    #expect(try failure(file).hasPrefix("reframe: ~/a.jpg: the picture is "))
  }

  @Test("has more pixels than are allowed")
  func bomb() throws {
    #expect(
      try failure(try jpeg(), "--max-pixels", "1599")
        == "reframe: ~/a.jpg: the picture has 40x40 pixels, more than the limit of 1599; "
        + "use a smaller one or raise the limit\n")
  }

  @Test("says it has billions of pixels in a small file")
  func hugeHeader() throws {
    var file = try jpeg()
    let frame = try #require(file.indices.first { file[$0...].starts(with: [0xFF, 0xC0]) })
    for offset in 5...8 { file[frame + offset] = 0xFF }
    #expect(
      try failure(file).hasPrefix(
        "reframe: ~/a.jpg: the picture has 65535x65535 pixels, more than the limit of 268435456; "))
  }

  @Test("would need too large a canvas")
  func canvas() throws {
    #expect(
      try failure(try jpeg(), "-m", "expand", "--max-pixels", "1600")
        == "reframe: ~/a.jpg: 2:1 makes a canvas of 80x40, which is more than 1600 pixels; "
        + "give a size or a resolution, or raise max-pixels\n")
  }

  @Test("does not hold the subject")
  func subject() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.run("~/a.png", "-a", "1:1", "--focus", "13,2", "-o", "~/out/")
    #expect(outcome.code == .failure)
    #expect(outcome.error == "reframe: ~/a.png: the subject lies off the picture, which is 12x8\n")
  }
}
