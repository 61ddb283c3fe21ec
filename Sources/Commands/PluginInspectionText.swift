internal import Catalogue
internal import ReframeSDK

/// Everything about one bundle, for people.
enum PluginInspectionText {
  static func text(_ inspection: PluginInspection) -> String {
    let manifest = inspection.manifest ?? .null
    var lines = [title(inspection), ""]
    lines += Columns.text(rows(inspection, manifest), indent: "  ")
    if let parameters = manifest["parameters"] {
      lines += section("Parameters", ParameterText.rows(parameters))
    }
    lines += section("Remarks", inspection.remarks.map { [$0] })
    lines += section("Other copies", inspection.copies.map { ["\($0.path): \($0.state)"] })
    lines += section("Files", inspection.files.map { [$0.name, "\($0.bytes) bytes"] })
    var text = lines.map(\.printable).joined(separator: "\n") + "\n"
    for model in models(manifest) { text += "\nModel " + ModelText.text(ModelCatalogue.Entry(card: model)) }
    return text
  }

  private static func title(_ inspection: PluginInspection) -> String {
    guard let manifest = inspection.manifest, let id = manifest["id"]?.string else { return inspection.path }
    let version = manifest["version"]?.string ?? ""
    let name = manifest["name"]?.string.map { ": \($0)" } ?? ""
    return "\(id) \(version)\(name)"
  }

  private static func rows(_ inspection: PluginInspection, _ manifest: JSONValue) -> [[String]] {
    var rows: [[String]] = []
    func add(_ title: String, _ text: String?) {
      if let text, !text.isEmpty { rows.append([title, text]) }
    }
    add("About", manifest["description"]?.string)
    add("Folder", inspection.path)
    add("State", inspection.state)
    add("Kinds", list(manifest["kinds"]))
    add("Contract", manifest["contract"]?.string)
    add("Host", manifest["minimumHost"]?.string.map { "reframe \($0) or newer" })
    add("Runs", inspection.runs)
    add("Calls", manifest["concurrency"]?.string)
    add("Licence", manifest["license"]?.string)
    add("Reaches", list(manifest["hosts"]))
    add("Secrets", list(manifest["secrets"]))
    if manifest["acceptsCards"] == .bool(true) { add("Models", "also those whose cards stand in files") }
    add("Library", manifest["library"]?.string)
    add("Needs", inspection.library?.needed.joined(separator: ", "))
    add("Built by", inspection.library?.builders.joined(separator: ", "))
    return rows
  }

  private static func list(_ value: JSONValue?) -> String? {
    guard case .array(let values) = value else { return nil }
    return values.compactMap(\.string).joined(separator: ", ")
  }

  private static func models(_ manifest: JSONValue) -> [ModelCard] {
    guard let models = manifest["models"] else { return [] }
    return (try? JSON.decode([ModelCard].self, from: JSON.encode(models), what: "")) ?? []
  }

  private static func section(_ title: String, _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : ["", title] + Columns.text(rows, indent: "  ")
  }
}
