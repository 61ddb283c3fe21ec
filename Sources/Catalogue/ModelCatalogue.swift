package import Hosting
internal import Loading
package import ReframeSDK

/// Every model that is known, with its price and who can run it.
package struct ModelCatalogue: Sendable {
  /// One model.
  package struct Entry: Sendable {
    /// Its card; `pricing` holds the rule itself, or `null` if the price is not known.
    package var card: ModelCard
    /// Ids of the providers that run it, as they are set up; empty if none is installed.
    package var providers: [String] = []
    /// The first of them.
    package var provider: String? { providers.first }
    /// The rule of its price; `nil` if that is not known.
    package var rule: PricingRule?
    /// What a unit of the price is worth, by the settings or else the price book.
    package var rate: PriceBook.Rate?

    /// A model that nobody runs and whose price is not known.
    package init(card: ModelCard) { self.card = card }
  }

  /// The models, in the order of their slugs.
  package private(set) var entries: [Entry] = []
  /// What could not be used, and why.
  package private(set) var refusals: [CatalogueFiles.Refusal]

  /// The unit in which prices of different vendors are compared, as most of them charge in it.
  package static let comparedUnit = "USD"

  /// Takes the cards that the providers tell or declare, adds those of the files, and gives each the price of that
  /// day, or of the version that `pins` name for a book. A provider's own card wins over a file's. `rates` say what
  /// one of a unit is worth, as in `credits/fashn` and 0.075 USD, in place of what the price books say.
  package init(
    _ host: Host, on day: CalendarDay, pins: [String: String] = [:], rates: [String: Money] = [:]
  ) {
    let files = CatalogueFiles(folders: host.configuration.catalogueFolders)
    refusals = files.refusals
    var found: [String: Entry] = [:]
    var paths: [String: String] = [:]
    for provider in host.providers {
      for card in cards(of: provider, host) {
        found[card.slug, default: Entry(card: card)].providers.append(provider.id)
        paths[card.slug] = paths[card.slug] ?? provider.bundle.path
      }
    }
    add(files, to: &found, host)
    for (slug, unpriced) in found.sorted(by: { $0.key < $1.key }) {
      var entry = unpriced
      do throws(ReframeError) {
        try entry.price(from: files.shelf, on: day, pins)
      } catch {
        refusals.append(
          files.cards[slug]?.refusal(error.message)
            ?? .init(path: paths[slug] ?? "", reason: "'\(slug)': \(error.message)"))
        entry.card.pricing = .null
      }
      if let unit = entry.rule?.unit, unit != Self.comparedUnit, let amount = rates[unit] {
        entry.rate = PriceBook.Rate(name: "rates.\(unit)", amount: amount)
      }
      entries.append(entry)
    }
  }

  /// Adds the cards of files that no provider told already, each with the providers that it names, if these run what
  /// cards in files describe.
  private mutating func add(_ files: CatalogueFiles, to found: inout [String: Entry], _ host: Host) {
    for (slug, file) in files.cards.sorted(by: { $0.key < $1.key }) where found[slug] == nil {
      let named = host.providers.filter { $0.id == file.card.provider || $0.plugin == file.card.provider }
      let providers = named.filter { $0.bundle.manifest.acceptsCards == true }
      guard named.isEmpty || !providers.isEmpty else {
        let others = host.providers.filter { $0.bundle.manifest.acceptsCards == true }.map(\.id).sorted()
        refusals.append(
          file.refusal(
            "provider: '\(named[0].id)' takes no cards; "
              + (others.isEmpty
                ? "no provider here does" : "those that do are \(others.joined(separator: ", "))")))
        continue
      }
      found[slug] = Entry(card: file.card)
      found[slug]?.providers = providers.map(\.id)
    }
  }

  /// What a provider offers by itself: its manifest says so, or else the plugin does.
  private mutating func cards(of provider: Host.Provider, _ host: Host) -> [ModelCard] {
    let path = provider.bundle.path
    do throws(ReframeError) {
      let declared = provider.bundle.manifest.models
      let cards = if let declared { declared } else { try host.models(of: provider.id) }
      return cards.filter { card in
        guard let fault = card.fault else { return true }
        refusals.append(.init(path: path, reason: "the model '\(card.slug)': \(fault)"))
        return false
      }
    } catch {
      refusals.append(.init(path: path, reason: error.message))
      return []
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
  fileprivate mutating func price(
    from shelf: PriceShelf, on day: CalendarDay, _ pins: [String: String]
  ) throws(ReframeError) {
    if let calculator = card.pricing["calculator"]?.string {
      let own = try PricingRule(card, for: calculator)
      try check(own)
      rule = own
      return
    }
    guard let id = card.pricing["book"]?.string, let name = card.pricing["rule"]?.string else { return }
    guard shelf.ids.contains(id) else {
      let nearest = Spelling.nearest(to: id, in: shelf.ids).map { "; did you mean '\($0)'?" } ?? ""
      throw ReframeError(.notFound, "pricing.book: there is no price book '\(id)'\(nearest)")
    }
    // No version for that day is no fault of the files: the price is just not known.
    card.pricing = .null
    let pinned = try pins[id].map { version throws(ReframeError) in try shelf.book(id, version: version) }
    guard let book = pinned ?? shelf.book(id, on: day) else { return }
    guard let rule = book.rules[name] else {
      let nearest = Spelling.nearest(to: name, in: book.rules.keys.sorted()).map { "; did you mean '\($0)'?" }
      throw ReframeError(
        .notFound, "pricing.rule: the price book '\(id)' has no rule '\(name)'\(nearest ?? "")")
    }
    try check(rule)
    card.pricing = try rule.json()
    self.rule = rule
    rate = book.rate
  }

  /// Throws unless the rule prices everything that the card offers.
  private func check(_ rule: PricingRule) throws(ReframeError) {
    for parameter in rule.conditions {
      guard let property = card.properties.first(where: { $0.name == parameter })?.schema else {
        throw ReframeError(
          .invalidArgument,
          "pricing: the price depends on '\(parameter)', which is none of the card's parameters")
      }
      guard case .array(let offered) = property["enum"] else { continue }
      let priced = rule.values(of: parameter)
      if let gap = offered.first(where: { !priced.contains($0) }) {
        throw ReframeError(
          .invalidArgument, "pricing: gap: '\(rule.book)' has no price for \(parameter)=\(gap.words)")
      }
    }
  }
}
