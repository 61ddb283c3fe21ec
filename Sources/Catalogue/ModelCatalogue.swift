package import Hosting
internal import Loading
package import ReframeSDK

/// Every model that is known, with its price and who can run it.
package struct ModelCatalogue: Sendable {
  /// One model.
  package struct Entry: Sendable {
    /// Its card; `pricing` holds the rule itself, or `null` if the price is not known.
    package var card: ModelCard
    /// Id of the plugin that runs it; `nil` if none is installed.
    package var provider: String?
    /// The rule of its price; `nil` if that is not known.
    package var rule: PricingRule?
    /// What a unit of the price costs elsewhere.
    package var rate: PriceBook.Rate?
  }

  /// The models, in the order of their slugs.
  package private(set) var entries: [Entry] = []
  /// What could not be used, and why.
  package private(set) var refusals: [CatalogueFiles.Refusal]

  /// Asks every provider for its cards, adds those of the files, and gives each the price of that day. A
  /// provider's own card wins over a file's.
  package init(_ host: Host, on day: CalendarDay) {
    let files = CatalogueFiles(folders: host.configuration.catalogueFolders)
    refusals = files.refusals
    var found: [String: (card: ModelCard, provider: String?, path: String)] = [:]
    for (slug, entry) in files.cards { found[slug] = (entry.card, nil, entry.path) }
    for bundle in host.discovery.bundles where bundle.manifest.kinds.contains(.provider) {
      let id = bundle.manifest.id
      do throws(ReframeError) {
        for card in try host.models(of: id) {
          if let fault = card.fault {
            refusals.append(.init(path: bundle.path, reason: "the model '\(card.slug)': \(fault)"))
          } else if found[card.slug]?.provider == nil {
            found[card.slug] = (card, id, bundle.path)
          }
        }
      } catch {
        refusals.append(.init(path: bundle.path, reason: error.message))
      }
    }
    for (_, value) in found.sorted(by: { $0.key < $1.key }) {
      var entry = Entry(card: value.card, provider: value.provider)
      do throws(ReframeError) {
        try entry.price(from: files.shelf, on: day)
      } catch {
        refusals.append(.init(path: value.path, reason: error.message))
        entry.card.pricing = .null
      }
      entries.append(entry)
    }
  }

  /// The model of that slug. Throws `notFound` with the nearest known one.
  package func entry(_ slug: String) throws(ReframeError) -> Entry {
    if let entry = entries.first(where: { $0.card.slug == slug }) { return entry }
    let known = entries.map(\.card.slug)
    let nearest = Spelling.nearest(to: slug, in: known)
    throw ReframeError(
      .notFound,
      "there is no model '\(slug)'\(nearest.map { "; did you mean '\($0)'?" } ?? "") "
        + "(known: \(known.joined(separator: ", ")))")
  }
}

extension ModelCatalogue.Entry {
  /// Puts the rule that the card refers to in its place. Throws if there is no such rule, or it does not price
  /// what the card offers.
  fileprivate mutating func price(from shelf: PriceShelf, on day: CalendarDay) throws(ReframeError) {
    let slug = card.slug
    guard let id = card.pricing["book"]?.string, let name = card.pricing["rule"]?.string else { return }
    guard shelf.ids.contains(id) else {
      let nearest = Spelling.nearest(to: id, in: shelf.ids).map { "; did you mean '\($0)'?" } ?? ""
      throw ReframeError(.notFound, "'\(slug)': pricing.book: there is no price book '\(id)'\(nearest)")
    }
    // No version for that day is no fault of the files: the price is just not known.
    card.pricing = .null
    guard let book = shelf.book(id, on: day) else { return }
    guard let rule = book.rules[name] else {
      let nearest = Spelling.nearest(to: name, in: book.rules.keys.sorted()).map { "; did you mean '\($0)'?" }
      throw ReframeError(
        .notFound, "'\(slug)': pricing.rule: the price book '\(id)' has no rule '\(name)'\(nearest ?? "")")
    }
    for parameter in rule.conditions {
      guard let property = card.properties.first(where: { $0.name == parameter })?.schema else {
        throw ReframeError(
          .invalidArgument, "'\(slug)': the price depends on '\(parameter)', which is none of its parameters")
      }
      guard case .array(let offered) = property["enum"] else { continue }
      let priced = rule.values(of: parameter)
      if let gap = offered.first(where: { !priced.contains($0) }) {
        throw ReframeError(
          .invalidArgument, "'\(slug)': gap: '\(id)' has no price for \(parameter)=\(gap.words)")
      }
    }
    card.pricing = try rule.json()
    self.rule = rule
    rate = book.rate
  }
}
