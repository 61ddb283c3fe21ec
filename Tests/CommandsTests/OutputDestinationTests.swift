@testable import Commands
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("Where results go")
struct OutputDestinationTests {
  /// The path for the first output of a request, or what is wrong with it.
  private func path(
    _ output: String?, inputs: [String] = ["in/photo.jpeg"], aspects: [String] = ["9:16"],
    sizes: [String] = [],
    format: String? = nil
  ) throws -> String? {
    var request = ReframeRequest()
    request.aspects = aspects
    request.sizes = sizes
    request.format = format
    do {
      let destination = try OutputDestination(output, inputs: inputs, request: &request)
      let output = try ReframeJob(validating: request).outputs[0]
      return destination.path(for: output, of: inputs[0], format: output.format ?? .jpeg)
    } catch let error as UsageError {
      return error.message
    }
  }

  @Test("A folder's files are named after the picture and the ratio or size")
  func folder() throws {
    #expect(try path(nil) == "photo-9x16.jpg")
    #expect(try path("out/") == "out/photo-9x16.jpg")
    #expect(try path("out") == "out/photo-9x16.jpg")
    #expect(try path("a/b.c/", format: "png") == "a/b.c/photo-9x16.png")
    #expect(try path("out", aspects: [], sizes: ["1080x1920"]) == "out/photo-1080x1920.jpg")
    #expect(try path("out", aspects: ["2.35:1"]) == "out/photo-47x20.jpg")
    #expect(try path("out", inputs: ["-"]) == "out/stdin-9x16.jpg")
    #expect(try path("out", inputs: ["a.b.png"]) == "out/a.b-9x16.jpg")
    #expect(try path("out", inputs: [".hidden"]) == "out/.hidden-9x16.jpg")
    #expect(try path("out", inputs: ["plain"]) == "out/plain-9x16.jpg")
  }

  @Test("A folder that exists stays one, whatever it is called")
  func existing() throws {
    let folder = try TestFolder()
    try folder.write([], to: "album.jpg/x")
    #expect(try path(folder["album.jpg"]) == folder["album.jpg/photo-9x16.jpg"])
  }

  @Test("A file's extension sets the format")
  func file() throws {
    #expect(try path("x.webp") == "x.webp")
    #expect(try path("out/x.JPG", format: "jpeg") == "out/x.JPG")
    #expect(try path("x.jpg", format: "jpg") == "x.jpg")
    #expect(try path("x.png", format: "jpeg") == "-o x.png contradicts --format jpeg")
    #expect(
      try path("x.gif") == "-o x.gif: cannot write .gif files; use .jpg, .png or .webp, or a folder: x.gif/")
  }

  @Test("One file is for one output")
  func several() throws {
    let message = "-o x.png names one file, but there are several outputs; name a folder: -o out/"
    #expect(try path("x.png", aspects: ["1:1", "4:5"]) == message)
    #expect(try path("x.png", inputs: ["a.png", "b.png"]) == message)
    #expect(try path("out", aspects: ["1:1", "4:5"]) == "out/photo-1x1.jpg")
  }

  @Test("Standard output takes one picture")
  func standardOutput() throws {
    #expect(try path("-") == nil)
    #expect(try path(nil, inputs: ["-"]) == nil)
    let message = "standard output takes one picture; name a folder with -o"
    #expect(try path("-", aspects: ["1:1", "4:5"]) == message)
    #expect(try path(nil, inputs: ["-"], aspects: ["1:1", "4:5"]) == message)
    #expect(try path("-", inputs: ["a.png", "b.png"]) == message)
  }

  @Test("The name of nothing is no name")
  func empty() throws {
    #expect(try path("") == "--output needs a folder or a file name")
  }
}
