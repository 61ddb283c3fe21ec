internal import ReframeSDK

/// A name for a model, perhaps with parameters: `models.NAME`.
package struct ModelAlias: SettingEntry {
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  /// Slug of the model, or another alias.
  package internal(set) var model = Setting<String>()
  /// What the model is told unless the job says otherwise.
  package internal(set) var parameters = Setting<SettingObject>()
  /// Its quality tier instead of the card's; the larger the better.
  package internal(set) var quality = Setting<Int>()

  static let noun = "alias"
  static let short: String? = "model"
  static let keys: [EntryKey<ModelAlias>] = [
    EntryKey(
      name: "model", slot: TypedSlot(path: \ModelAlias.model, type: .reference), values: "model or alias",
      standard: "must be said", help: "which model NAME stands for; NAME: MODEL says this alone"),
    EntryKey(
      name: "parameters", slot: TypedSlot(path: \ModelAlias.parameters, type: .object),
      values: "a mapping; JSON in the variable", standard: "none", help: "what the model is told"),
    EntryKey(
      name: "quality", slot: TypedSlot(path: \ModelAlias.quality, type: .positive(to: 1_000)),
      values: "1 to 1000", standard: "the model's",
      help: "how good it is for 'prefer: best', the larger the better"),
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  static func fault(ofName name: String) -> String? {
    name == NamedEngines.all
      ? "'\(name)' stands for every engine; take another name" : EntryName.fault(name, allowing: "/")
  }

  var fault: String? { model.value == nil ? "the alias '\(name)' names no model" : nil }
}

/// Words that stand for engines.
package enum NamedEngines {
  /// Every one that can do the job.
  package static let all = "all"
}

extension SettingType where Value == String {
  /// The name of something else.
  static let reference = SettingType(
    parse: { $0.last ?? "" }, fault: { $0.isEmpty ? "the name is empty" : nil }, shown: { [.string($0)] })

  /// A short text of the user's own.
  static let label = SettingType(
    parse: { $0.last ?? "" },
    fault: { text in
      if text.isEmpty { return "the text is empty" }
      let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      return isPlain && text.count <= 100 ? nil : "expected at most 100 signs on one line"
    },
    shown: { [.string($0)] })
}
