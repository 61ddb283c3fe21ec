import CReframe
import Foundation
import TestSupport
import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("The bytes of a source")
struct SourceFileTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func read(_ file: SourceFile) -> (bytes: [UInt8], path: String) {
    file.withSource { source in
      let data = source.pointee.data
      #expect(source.pointee.size == 72)
      #expect(source.pointee.url.length == 0 && source.pointee.media_type.length == 0)
      return (
        Array(UnsafeRawBufferPointer(start: data.data, count: Int(data.length))), String(source.pointee.path)
      )
    }
  }

  @Test("A file is lent with its path", arguments: [1, 4096, 70_001])
  func file(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let path = try folder.write(bytes, to: "ü a.jpg")
    let (read, name) = read(try SourceFile(path: path))
    #expect(read == bytes)
    #expect(name == path)
  }

  @Test("A file that is shortened while it is in use changes nothing, and stops nobody")
  func shortened() throws {
    let bytes = [UInt8](repeating: 7, count: 70_001)
    let path = try folder.write(bytes, to: "a.jpg")
    let file = try SourceFile(path: path)
    #expect(truncate(path, 1) == 0)
    #expect(read(file).bytes == bytes)
  }

  @Test("A pipe is read to its end, and has no path to read again", arguments: [1, 3 << 20])
  func pipe(count: Int) throws {
    let pipe = Pipe()
    let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 / 5) })
    Thread {
      pipe.fileHandleForWriting.write(bytes)
      try? pipe.fileHandleForWriting.close()
    }.start()
    let file = try SourceFile(path: "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    let (read, name) = read(file)
    #expect(Data(read) == bytes)
    #expect(name.isEmpty)
  }

  @Test("An empty pipe is refused")
  func emptyPipe() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.close()
    #expect(throws: ReframeError(.invalidArgument, "the file is empty; give a picture")) {
      try SourceFile(path: "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    }
  }

  @Test("What cannot be read is refused with the system's reason")
  func refused() throws {
    let empty = try folder.write([], to: "empty.jpg")
    let loop = folder["loop"]
    #expect(symlink("loop", loop) == 0)
    let faults: [(String, ReframeError)] = [
      (folder["none.jpg"], ReframeError(.notFound, "no such file or directory; check the path")),
      ("\(empty)/a.jpg", ReframeError(.notFound, "not a directory; check the path")),
      (folder.path, ReframeError(.invalidArgument, "is a directory")),
      (empty, ReframeError(.invalidArgument, "the file is empty; give a picture")),
      ("/dev/null", ReframeError(.invalidArgument, "the file is empty; give a picture")),
      (loop, ReframeError(.invalidArgument, "too many levels of symbolic links")),
      ("", ReframeError(.notFound, "no such file or directory; check the path")),
    ]
    for (path, fault) in faults { #expect(throws: fault) { try SourceFile(path: path) } }
  }
}
