import Foundation
import ReframeSDK
import TestSupport

/// Jobs as the host hands them to a provider: fitted to a card of the catalogue.
enum Wishes {
  private struct Cards: Decodable { var models: [ModelCard] }

  /// A card of the project's catalogue.
  static func card(_ slug: String, in file: String) throws -> ModelCard {
    let url = URL(filePath: TestBundles.catalogue).appending(path: "models/\(file).json")
    let cards = try JSONDecoder().decode(Cards.self, from: try Data(contentsOf: url)).models
    guard let card = cards.first(where: { $0.slug == slug }) else { throw ReframeError(.notFound, slug) }
    return card
  }

  /// A job for one output of a model.
  static func job(
    _ card: ModelCard, _ aspect: String = "9:16", _ configure: (inout ReframeJob) -> Void = { _ in }
  )
    throws -> ReframeJob
  {
    guard let ratio = AspectRatio(aspect) else { throw ReframeError(.invalidArgument, aspect) }
    var job = ReframeJob(model: card.slug, outputs: [OutputRequest(aspect: ratio)])
    job.card = card
    configure(&job)
    return job
  }
}
