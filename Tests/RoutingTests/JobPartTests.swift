import ReframeSDK
import Testing

@testable import Routing

@Suite("Splitting a job among engines")
struct JobPartTests {
  private func card(outputs: Int, images: Int? = nil) -> ModelCard {
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.outputLimit = outputs
    card.imageCountLimit = images
    return card
  }

  private func split(_ outputs: Int, _ images: Int, _ cards: [ModelCard]) -> [String] {
    JobPart.split(outputs: outputs, images: images, among: cards).map { "\($0.outputs) \($0.images)" }
  }

  @Test("A job that every engine can do stays whole")
  func whole() {
    #expect(split(6, 1, [card(outputs: 64)]) == ["0..<6 0..<1"])
    #expect(split(2, 4, [card(outputs: 2, images: 4)]) == ["0..<2 0..<4"])
  }

  @Test("One engine that makes one output at a time splits the job by outputs")
  func byOutput() {
    #expect(
      split(3, 1, [card(outputs: 64), card(outputs: 1)]) == ["0..<1 0..<1", "1..<2 0..<1", "2..<3 0..<1"])
  }

  @Test("Variations go in groups that the least of the engines can make")
  func byImages() {
    #expect(
      split(1, 5, [card(outputs: 1, images: 4), card(outputs: 1, images: 2)])
        == ["0..<1 0..<2", "0..<1 2..<4", "0..<1 4..<5"])
    #expect(split(2, 3, [card(outputs: 1)]).count == 6)
  }

  @Test("Every output and variation is in exactly one part", arguments: 1...5, 1...7)
  func covers(outputs: Int, images: Int) {
    for limit in 1...4 {
      let parts = JobPart.split(
        outputs: outputs, images: images,
        among: [card(outputs: 1, images: limit), card(outputs: 3, images: 5)])
      var seen = Set<String>()
      for part in parts {
        for output in part.outputs {
          for image in part.images { #expect(seen.insert("\(output).\(image)").inserted) }
        }
      }
      #expect(seen.count == outputs * images)
    }
  }
}
