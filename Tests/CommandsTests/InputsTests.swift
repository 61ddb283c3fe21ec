@testable import Commands
import Testing
import TestSupport

@Suite("Which pictures are meant")
struct InputsTests {
  let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    for name in [
      "b.JPG", "a.png", "c.webp", ".hidden.png", "notes.txt", "jpg", "sub/d.png", "x[1].png", "e.tiff",
      "album.png/f.png",
    ] {
      try folder.write([1], to: name)
    }
    try folder.write([1], to: "empty/readme.md")
  }

  private func expand(_ operands: String...) -> [String] {
    do throws(UsageError) {
      return try Inputs.expand(operands.map { $0.replacing("~", with: folder.path) })
        .map { $0.replacing(folder.path, with: "~") }
    } catch {
      return ["error: " + error.message.replacing(folder.path, with: "~")]
    }
  }

  @Test("A folder means its pictures in order, not what is hidden, below or something else")
  func folders() {
    let all = ["~/a.png", "~/b.JPG", "~/c.webp", "~/e.tiff", "~/x[1].png"]
    #expect(expand("~") == all)
    #expect(expand("~/") == all)
    #expect(expand("~/sub", "~/a.png") == ["~/sub/d.png", "~/a.png"])
  }

  @Test("A pattern that the shell left alone means what matches, folders not")
  func patterns() {
    #expect(expand("~/*.png") == ["~/a.png", "~/x[1].png"])
    #expect(expand("~/?.*") == ["~/a.png", "~/b.JPG", "~/c.webp", "~/e.tiff"])
    #expect(expand("~/s*") == ["error: ~/s*: no file matches"])
    #expect(expand("~/*/*.png") == ["~/album.png/f.png", "~/sub/d.png"])
  }

  @Test("A file that exists is no pattern")
  func brackets() {
    #expect(expand("~/x[1].png") == ["~/x[1].png"])
  }

  @Test("What is there twice is done once, in the order given")
  func twice() {
    #expect(expand("~/c.webp", "~/a.png", "~/c.webp") == ["~/c.webp", "~/a.png"])
  }

  @Test("A file that is missing stays, for its own error")
  func missing() {
    #expect(expand("~/none.png", "-x") == ["~/none.png", "-x"])
  }

  @Test("Nothing to do is an error")
  func nothing() {
    #expect(expand("~/none*.png") == ["error: ~/none*.png: no file matches"])
    #expect(
      expand("~/empty")
        == [
          "error: ~/empty: no pictures in this folder (avif, gif, heic, heif, jpe, jpeg, jpg, png, tif, tiff, webp)"
        ])
    #expect(expand("") == ["error: the name of a picture is empty"])
  }

  @Test("Standard input stands alone")
  func standardInput() {
    #expect(expand("-") == ["-"])
    #expect(expand("-", "-") == ["-"])
    #expect(expand("-", "~/a.png") == ["error: standard input (-) cannot be mixed with files"])
  }
}
