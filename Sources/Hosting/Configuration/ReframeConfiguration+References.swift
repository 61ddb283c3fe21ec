internal import ReframeSDK

extension ReframeConfiguration {
  /// What the catalogue has, by which names of models, books and units are judged.
  package struct KnownNames: Sendable {
    /// Slugs of models; `nil` if not all are known, so that none is judged.
    package var models: [String]?
    /// Price books and their versions.
    package var books: [String: [String]]
    /// Units of the books' amounts.
    package var units: [String]

    package init(models: [String]?, books: [String: [String]], units: [String]) {
      self.models = models
      self.books = books
      self.units = units
    }
  }

  /// Whether anything refers to the catalogue.
  package var refersToCatalogue: Bool {
    !models.isEmpty || !routes.isEmpty || !budgets.isEmpty || !rates.isEmpty || !priceBooks.isEmpty
  }

  /// What refers to a model, price book or unit that the catalogue does not have, each with its place.
  package func danglingReferences(in known: KnownNames) -> [String] {
    var faults: [String] = []
    func note(_ place: String?, _ noun: String, _ name: String, of owner: String = "", _ names: [String]) {
      guard let place, !names.contains(name) else { return }
      // Thousands of names that are nearly right would take minutes.
      let fault = Reference.fault(noun, name, of: owner, among: names, searches: faults.count < 100)
      faults.append("\(place): \(fault.onOneLine)")
    }
    if let slugs = known.models {
      let names = slugs + models.map(\.name).filter { !slugs.contains($0) }
      let set = Set(names)
      for alias in models {
        guard let name = alias.model.value, !set.contains(name) else { continue }
        note(place(of: alias.model.origin), "model or alias", name, names)
      }
      for route in routes {
        for name in route.engines.value?.names ?? []
        where name.text != NamedEngines.all && !set.contains(name.text) {
          note(place(of: route.engines.origin, at: name), "model or alias", name.text, names)
        }
      }
    }
    for pin in priceBooks {
      note(place(of: pin.origin), "price book", pin.name, known.books.keys.sorted())
      guard let versions = known.books[pin.name], let version = pin.version.value else { continue }
      note(
        place(of: pin.version.origin), "version", version, of: " of the price book '\(pin.name)'", versions)
    }
    for rate in rates where !Amount.isCurrency(rate.name) {
      note(place(of: rate.origin), "unit", rate.name, known.units)
    }
    for amount in budgets.map(\.limit) + routes.map(\.maximumCost) {
      guard let unit = amount.value?.money.unit, !Amount.isCurrency(unit) else { continue }
      note(place(of: amount.origin), "unit", unit, known.units)
    }
    return faults
  }

  /// Where a name of a list stands.
  package func place(of origin: SettingOrigin, at name: NameList.Name) -> String? {
    place(of: name.mark.map { .file($0) } ?? origin)
  }
}
