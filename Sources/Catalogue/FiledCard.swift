internal import ReframeSDK
internal import StrictJSON

/// A card of a file, and where it stands.
struct FiledCard: Sendable {
  let card: ModelCard
  /// The file.
  let path: String
  /// The path within it, such as `models[0]`.
  let place: String
  let text: JSONText

  /// Why the card, or something in it, is not used; the reason begins with the member that is at fault.
  func refusal(_ reason: String) -> CatalogueFiles.Refusal {
    let message = "\(place).\(reason)"
    return CatalogueFiles.Refusal(
      path: path, CatalogueFault(position: text.position(of: message), reason: message))
  }
}
