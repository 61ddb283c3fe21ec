/// What may be spent in a time: `budgets.NAME`.
package struct BudgetSetting: SettingEntry {
  /// Over which time spending is counted.
  package enum Window: String, SettingWord {
    case hour
    case day
    case week
    case month
    case total
  }

  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  package internal(set) var limit = Setting<Amount>()
  package internal(set) var window = Setting<Window>()
  /// The provider whose jobs count; `nil` for all.
  package internal(set) var provider = Setting<String>()
  /// The project whose jobs count; `nil` for all.
  package internal(set) var project = Setting<String>()
  /// The payer whose jobs count; `nil` for all.
  package internal(set) var key = Setting<String>()

  static let noun = "budget"
  static let keys: [EntryKey<BudgetSetting>] = [
    EntryKey(
      name: "limit", slot: TypedSlot(path: \BudgetSetting.limit, type: .text),
      values: "AMOUNT UNIT such as 10 USD", standard: "must be said", help: "what may be spent"),
    EntryKey(
      name: "window", slot: TypedSlot(path: \BudgetSetting.window, type: .text, standard: .total),
      values: Window.words, standard: "total", help: "in which time"),
    EntryKey(
      name: "provider", slot: TypedSlot(path: \BudgetSetting.provider, type: .reference),
      values: "provider", standard: "all", help: "whose jobs count"),
    EntryKey(
      name: "project", slot: TypedSlot(path: \BudgetSetting.project, type: .label),
      values: "a text", standard: "all", help: "which project's jobs count"),
    EntryKey(
      name: "key", slot: TypedSlot(path: \BudgetSetting.key, type: .label),
      values: "a text", standard: "all", help: "which payer's jobs count"),
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  var fault: String? { limit.value == nil ? "the budget '\(name)' has no limit" : nil }
}
