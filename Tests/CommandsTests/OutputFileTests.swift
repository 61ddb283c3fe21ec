@testable import Commands
import Foundation
import ReframeSDK
import Testing
import TestSupport

@Suite("Files that appear when they are complete")
struct OutputFileTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func write(_ text: String, to file: OutputFile) throws(ReframeError) {
    var failure: ReframeError?
    [UInt8](text.utf8).withUnsafeBytes { bytes in
      do throws(ReframeError) { try file.write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try folder.bytes(name), as: UTF8.self)
  }

  @Test("Under another name until then, in folders made on the way")
  func complete() throws {
    let file = try OutputFile(path: folder["a/b/x.png"], overwrites: false)
    try write("hello ", to: file)
    try write("world", to: file)
    #expect(folder.names.count == 3)
    #expect(folder.names.last?.hasSuffix(".part") == true)
    try file.finish()
    #expect(!folder.names.contains("a/b/x.png"))
    try file.commit()
    #expect(folder.names == ["a", "a/b", "a/b/x.png"])
    #expect(try text("a/b/x.png") == "hello world")
  }

  @Test("Not at all if given up, before or after their end")
  func abandoned() throws {
    let first = try OutputFile(path: folder["x.png"], overwrites: false)
    first.abandon()
    let second = try OutputFile(path: folder["x.png"], overwrites: false)
    try second.finish()
    second.abandon()
    #expect(folder.names.isEmpty)
  }

  @Test("Not over one that exists")
  func exists() throws {
    try folder.write("old".utf8, to: "x.png")
    let error = #expect(throws: ReframeError.self) {
      _ = try OutputFile(path: folder["x.png"], overwrites: false)
    }
    #expect(error?.message == "\(folder["x.png"]) exists; use --overwrite to replace it")
    #expect(folder.names == ["x.png"])
  }

  @Test("Not over one that appeared meanwhile, not even a link that leads nowhere")
  func appeared() throws {
    for isLink in [false, true] {
      let name = isLink ? "link.png" : "x.png"
      let file = try OutputFile(path: folder[name], overwrites: false)
      try write("new", to: file)
      try file.finish()
      if isLink {
        try FileManager.default.createSymbolicLink(
          atPath: folder[name], withDestinationPath: folder["nowhere"])
      } else {
        try folder.write("other".utf8, to: name)
      }
      let error = #expect(throws: ReframeError.self) { try file.commit() }
      #expect(error?.message == "\(folder[name]) exists; use --overwrite to replace it")
    }
    #expect(folder.names == ["link.png", "x.png"])
    #expect(try text("x.png") == "other")
  }

  @Test("Over one that exists if asked, which is whole until then")
  func overwritten() throws {
    try folder.write("old".utf8, to: "x.png")
    let file = try OutputFile(path: folder["x.png"], overwrites: true)
    try write("new", to: file)
    try file.finish()
    #expect(try text("x.png") == "old")
    try file.commit()
    #expect(try text("x.png") == "new")
    #expect(folder.names == ["x.png"])
  }

  @Test("Nor where a folder has the name")
  func folderInTheWay() throws {
    try folder.write([], to: "x.png/inside")
    let file = try OutputFile(path: folder["x.png"], overwrites: true)
    try file.finish()
    #expect(throws: ReframeError.self) { try file.commit() }
    #expect(folder.names == ["x.png", "x.png/inside"])
  }

  @Test("Not below a file, nor where nothing can be made")
  func impossible() throws {
    try folder.write("old".utf8, to: "file")
    let paths = [folder["file/x.png"], folder["file/more/x.png"], "/proc/x.png", "/dev/full/x.png"]
    for path in paths {
      let error = #expect(throws: ReframeError.self) { _ = try OutputFile(path: path, overwrites: false) }
      #expect(error?.message.hasPrefix("cannot write ") == true)
      #expect(error?.message.hasSuffix("; name another place with -o") == true)
    }
    #expect(folder.names == ["file"])
  }
}
