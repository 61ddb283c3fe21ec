import Foundation
import Hosting
import Imaging
import ReframeSDK
import Testing
import TestSupport

/// Every project that `reframe plugin new` makes: built by the commands of its README, checked, and tried as it says.
@Suite("Templates of plugins")
struct TemplateTests {
  static let languages = ["swift", "c", "cpp"]

  @Test("A fill continues the picture and leaves it as it is", arguments: languages)
  func fill(language: String) throws {
    let project = try TemplateProject(kind: "fill", language: language)
    try project.tryOut()
    // The photo has 48 x 32 pixels, so 9:16 leaves rows above and below.
    let result = try project.picture("result.png")
    #expect(result.size.width == 48 && result.size.height == 85)
    // The row of the photo that each row of the result shows: its own, or the nearest.
    let nearest = (0..<85).map { min(max($0 - 26, 0), 31) }
    #expect((0..<85).allSatisfy { result.colours($0, 0..<48) == project.photo.colours(nearest[$0], 0..<48) })
  }

  @Test("A detector finds where the detail is", arguments: languages)
  func detector(language: String) throws {
    let project = try TemplateProject(kind: "detector", language: language)
    try project.tryOut()
    // All detail lies in the right third, so a square is cut from there.
    let record = try JSONDecoder().decode(
      Explanation.self, from: Data(contentsOf: project.url("result.explain.json")))
    #expect(record.plan.crop == PixelRect(x: 16, y: 0, width: 32, height: 32))
    #expect(try project.picture("result.png").size.width == 32)
  }

  @Test(
    "A provider crops what it is sent, converted to what its card says that it reads", arguments: languages)
  func provider(language: String) throws {
    let project = try TemplateProject(kind: "provider", language: language)
    try project.tryOut()
    let result = try project.picture("result.png")
    #expect(result.size.width == 32 && result.size.height == 32)
    #expect((0..<32).allSatisfy { result.colours($0, 0..<32) == project.photo.colours($0, 8..<40) })
  }

  @Test("A calculator prices each output", arguments: languages)
  func pricing(language: String) throws {
    let project = try TemplateProject(kind: "pricing", language: language)
    let id = project.id
    #expect(
      try project.tryOut() == """
        MODEL\(String(repeating: " ", count: id.count + 5))VENDOR   EXPECTED  AT MOST    TIME     RUN BY
        \(id)/example  example  $0.04     $0.04      unknown  local

        """)
  }

  /// What `--explain` says that matters here.
  private struct Explanation: Decodable {
    struct Plan: Decodable {
      var crop: PixelRect
    }
    var plan: Plan
  }
}
