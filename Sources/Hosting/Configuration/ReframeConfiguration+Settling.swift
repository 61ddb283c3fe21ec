package import ReframeSDK

extension ReframeConfiguration {
  /// Decides between keys that mean the same, and answers what contradicts itself whatever is installed.
  mutating func settle() -> [String] {
    var faults: [String] = []
    faults += settle(\.detector, \.detectors, "detector")
    faults += settle(\.fill, \.fills, "fill")
    if let name = route.value, name != RouteSetting.standardName,
      !routes.contains(where: { $0.name == name }),
      let place = place(of: route.origin)
    {
      let names = routes.map(\.name) + [RouteSetting.standardName]
      faults.append("\(place): \(Reference.fault("route", name, among: names).onOneLine)")
    }
    return faults + circles
  }

  /// The stronger of the one and the list stays; of the same voice they contradict each other.
  private mutating func settle<Value>(
    _ one: WritableKeyPath<Self, Setting<Value>>, _ list: WritableKeyPath<Self, Setting<NameList>>,
    _ name: String
  ) -> [String] {
    let (single, several) = (self[keyPath: one].origin, self[keyPath: list].origin)
    guard single != .standard, several != .standard else { return [] }
    if single.rank < several.rank {
      self[keyPath: one].layers = []
    } else if single.rank == several.rank, let place = place(of: several) {
      return ["\(place): '\(name)' is there too, and means a list of one; keep one of them"]
    }
    return []
  }

  /// The detectors that are asked, with their weights.
  package var preferredDetectors: [DetectorChoice] {
    detector.value.map { [DetectorChoice(id: $0)] } ?? detectors.value?.detectors ?? []
  }

  /// The fills by preference.
  package var preferredFills: [String] { fill.value.map { [$0.id] } ?? fills.value?.texts ?? [] }

  /// The providers as the host is told of them.
  package var providerSetups: [ProviderSetup] { providers.map(\.setup) }

  /// Aliases that lead back to themselves, each circle once.
  private var circles: [String] {
    let targets = Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var done = Set<String>()
    var faults: [String] = []
    for alias in models where !done.contains(alias.name) {
      var path: [String] = []
      var current: ModelAlias? = alias
      while let step = current, done.insert(step.name).inserted {
        path.append(step.name)
        current = step.model.value.flatMap { targets[$0] }
      }
      guard let end = current, let start = path.firstIndex(of: end.name),
        let place = place(of: end.model.origin)
      else { continue }
      let circle = path[start...]
      let names = circle.prefix(9) + (circle.count > 9 ? ["…"] : []) + [end.name]
      faults.append(
        circle.count == 1
          ? "\(place): the alias '\(end.name)' stands for itself"
          : "\(place): the aliases go in a circle: \(names.joined(separator: ", "))")
    }
    return faults
  }
}

extension SettingOrigin {
  /// The larger the stronger.
  fileprivate var rank: Int {
    switch self {
    case .flag: 3
    case .environment: 2
    case .file: 1
    case .standard: 0
    }
  }
}

/// Names that refer to something, and what is said if it is not there.
enum Reference {
  /// Such as "there is no route 'fsat'; did you mean 'fast'? (known: default, fast)".
  static func fault(
    _ noun: String, _ name: String, of owner: String = "", among known: [String], searches: Bool = true
  ) -> String {
    let nearest = searches ? Spelling.nearest(to: name, in: known) : nil
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
    let shown = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
    return "there is no \(noun) '\(name)'\(owner)\(hint)" + (known.isEmpty ? "" : " (known: \(shown))")
  }
}
