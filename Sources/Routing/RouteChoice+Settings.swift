internal import Accounting
internal import Dispatching
package import Hosting
package import ReframeSDK

extension RouteChoice {
  /// A route of the settings, or one of these models and aliases under the policy of the default route. Throws
  /// `notFound` with the nearest name for a route that is not there.
  package init(_ configuration: ReframeConfiguration, named name: String?, engines: [String])
    throws(ReframeError)
  {
    let known = configuration.routes.map(\.name)
    let wanted = name ?? RouteSetting.standardName
    let setting = configuration.routes.first { $0.name == wanted }
    if let name, setting == nil {
      let nearest = Spelling.nearest(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
      throw ReframeError(
        .notFound,
        "there is no route '\(name)'\(nearest)"
          + (known.isEmpty
            ? "; name one under routes in reframe.yaml" : " (known: \(known.joined(separator: ", ")))"))
    }
    let names = engines.isEmpty ? setting?.engines.value?.texts ?? RouteSetting.standardEngines : engines
    self.init(names.contains(NamedEngines.all) ? [] : names.map { EngineChoice($0, configuration.models) })
    guard let setting else { return }
    policy.preference = setting.preference.value.flatMap { .init(rawValue: $0.rawValue) } ?? .order
    policy.local = setting.local.value.flatMap { .init(rawValue: $0.rawValue) } ?? .any
    policy.maximumCost = setting.maximumCost.value?.money
    policy.allowsUnknownPrice = setting.allowsUnknownPrice.value ?? false
    prepares = setting.prepares.value ?? true
    policy.engineLimit = setting.engineLimit.value?.count
    deadlineMilliseconds = setting.deadline.value?.milliseconds
  }
}

extension EngineChoice {
  /// A model, or what an alias stands for; aliases of aliases are followed, and none goes in a circle.
  init(_ name: String, _ aliases: [ModelAlias]) {
    self.init(model: name)
    while let alias = aliases.first(where: { $0.name == model }), let target = alias.model.value,
      target != model
    {
      model = target
      parameters.merge(alias.parameters.value?.members ?? [:]) { outer, _ in outer }
      qualityTier = qualityTier ?? alias.quality.value
    }
  }
}

extension Budget {
  /// The budget that the settings describe.
  init?(_ setting: BudgetSetting) {
    guard let limit = setting.limit.value?.money else { return nil }
    self.init(
      name: setting.name, limit: limit,
      window: setting.window.value.flatMap { BudgetWindow(rawValue: $0.rawValue) } ?? .total,
      filter: Filter(
        key: setting.key.value, project: setting.project.value, provider: setting.provider.value))
  }
}
