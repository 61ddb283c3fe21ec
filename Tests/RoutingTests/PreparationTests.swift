import ReframeSDK
import Testing

@testable import Routing

@Suite("What is done to a source that a model cannot take")
struct PreparationTests {
  private func source(_ type: String, _ width: Int, _ height: Int, bytes: Int64 = 1000) -> SourceDescription {
    var source = SourceDescription()
    source.mediaType = type
    source.size = PixelSize(width: width, height: height)
    source.byteCount = bytes
    return source
  }

  private var card: ModelCard {
    var card = ModelCard(slug: "cloud", vendor: "v", title: "t")
    card.provider = "v"
    card.sourceFormats = ["image/jpeg", "image/png"]
    card.sourceSideLimit = 2048
    card.sourceByteLimit = 50_000
    return card
  }

  @Test("A source within the limits is left alone")
  func nothing() {
    #expect(Preparation(of: source("image/jpeg", 2048, 1000), for: card) == nil)
  }

  @Test("A side that is too long is shrunk, the ratio kept")
  func shrunk() throws {
    let preparation = try #require(Preparation(of: source("image/png", 4096, 3072), for: card))
    #expect(preparation.description.size == PixelSize(width: 2048, height: 1536))
    #expect(preparation.description.mediaType == "image/png")
    #expect(preparation.notes == ["shrunk from 4096x3072 to 2048x1536 for cloud"])
  }

  @Test("A format that is not read is converted to the first that is")
  func converted() throws {
    let preparation = try #require(Preparation(of: source("image/tiff", 100, 50), for: card))
    #expect(preparation.description.mediaType == "image/jpeg")
    #expect(preparation.notes == ["converted from image/tiff to image/jpeg for cloud"])
  }

  @Test("A file that is too long becomes a JPEG")
  func tooLong() throws {
    let preparation = try #require(Preparation(of: source("image/png", 100, 50, bytes: 60_000), for: card))
    #expect(preparation.description.mediaType == "image/jpeg")
    #expect(preparation.description.byteCount == nil)
    let jpeg = try #require(Preparation(of: source("image/jpeg", 100, 50, bytes: 60_000), for: card))
    #expect(jpeg.notes == ["written anew to be shorter for cloud"])
  }

  @Test("Too many pixels are shrunk to below the limit")
  func pixels() throws {
    var card = card
    card.sourcePixelLimit = 1_000_000
    let preparation = try #require(Preparation(of: source("image/jpeg", 2000, 1500), for: card))
    let size = try #require(preparation.description.size)
    #expect(size.area <= 1_000_000 && size.area > 980_000)
  }

  @Test(
    "Nothing helps a video, a source that nobody could look at, or a model that writes none of our formats")
  func impossible() {
    var video = card
    video.medium = .video
    #expect(Preparation(of: source("image/png", 9000, 9000), for: video) == nil)
    #expect(Preparation(of: SourceDescription(), for: card) == nil)
    var strange = card
    strange.sourceFormats = ["image/x-strange"]
    #expect(Preparation(of: source("image/png", 10, 10), for: strange) == nil)
  }

  @Test("Models on this machine read what they read")
  func local() {
    var local = card
    local.provider = nil
    #expect(Preparation(of: source("image/tiff", 100, 50), for: local) == nil)
  }
}
