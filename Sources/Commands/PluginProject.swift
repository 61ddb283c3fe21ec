internal import FoundationEssentials
internal import Glibc
internal import Hosting
internal import Loading
internal import ReframeSDK

/// The project of a new plugin: what the templates' marks stand for, and the folder that is made of them.
struct PluginProject {
  let id: String
  let kind: PluginKind
  let language: PluginLanguage
  /// Where Swift finds the SDK; `nil` for other languages, which get the header.
  let sdk: SDKReference?

  /// What a Swift target and its type are called: in camel case, with a last word that no type of the SDK has.
  var typeName: String {
    let words = id.split { "-_.".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let name = words.joined()
    return (name.first?.isNumber == true ? "P" : "") + name + (name.hasSuffix("Plugin") ? "" : "Plugin")
  }

  /// What is tried first: a command that shows the plugin at work.
  var tryCommand: String {
    switch kind {
    case .provider: "reframe photo.jpg --aspect 1:1 --model \(id)/crop --plugin-path build -o result.png"
    case .detector:
      "reframe photo.jpg --aspect 1:1 --detector \(id) --explain --plugin-path build -o result.png"
    case .fill: "reframe photo.jpg --aspect 9:16 --mode expand --fill \(id) --plugin-path build -o result.png"
    case .pricing:
      "reframe quote photo.jpg --aspect 1:1,9:16 --model \(id)/example --catalogue catalogue --plugin-path build"
    }
  }

  /// The words of the templates that are replaced, and by what.
  private var marks: [(mark: String, text: String)] {
    let description =
      switch kind {
      case .provider: "Crops pictures about their middle."
      case .detector: "Takes the part of a picture with the most detail for its subject."
      case .fill: "Continues the picture with the pixels of its border."
      case .pricing: "So much for each output."
      }
    let compiler =
      switch language {
      case .swift: "make and Swift 6.2 or newer"
      case .c: "make and a C compiler"
      case .cpp: "make and a C++20 compiler"
      }
    return [
      ("PLUGIN_ID", id), ("PLUGIN_TYPE", typeName), ("PLUGIN_KIND", kind.rawValue),
      ("PLUGIN_DESCRIPTION", description), ("TRY_COMMAND", tryCommand),
      ("TOOLS_NEEDED", compiler + (kind == .provider ? ", and libpng (Debian: `libpng-dev`)" : "")),
      ("SDK_DEPENDENCY", sdk?.dependency ?? ""), ("SDK_PACKAGE", sdk?.package ?? ""),
    ]
  }

  /// Makes the project in a folder that does not exist yet, or is empty: all of it or nothing.
  func write(_ templates: TemplateFolder, to folder: String) throws(ReframeError) {
    let files = try templates.files(language: language.rawValue, kind: kind.rawValue)
    let target = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    if let names = try? FileManager.default.contentsOfDirectory(atPath: target), !names.isEmpty {
      throw ReframeError(.invalidArgument, "\(target) exists and is not empty; name another folder with -o")
    }
    let temporary = "\(target).\(getpid()).part"
    do {
      for file in files {
        let path = "\(temporary)/\(replaced(file.path))"
        try FileManager.default.createDirectory(
          atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
          withIntermediateDirectories: true)
        try contents(file).write(to: URL(filePath: path))
        if file.isExecutable { chmod(path, 0o755) }
      }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw ReframeError(
        .resourceExhausted, "cannot make \(target): \(SystemError.text(errno)); name another folder with -o")
    }
    guard rename(temporary, target) == 0 else {
      let code = errno
      try? FileManager.default.removeItem(atPath: temporary)
      throw ReframeError(
        .resourceExhausted, "cannot make \(target): \(SystemError.text(code)); name another folder with -o")
    }
  }

  /// What to do with the project, for people.
  func nextSteps(in folder: String) -> String {
    let what = kind == .pricing ? "pricing calculator" : kind.rawValue
    return """
      Made \(folder.printable): a \(what) in \(language.title). Next:
        cd \(folder.printable)
        make
        make check
        \(tryCommand)

      """
  }

  /// The nearest text to `name` that may be an id; `nil` if nothing of it is left.
  static func proposedID(for name: String) -> String? {
    var id = ""
    for character in name {
      if character.isUppercase, id.last?.isLetter == true, name.contains(where: \.isLowercase) { id += "-" }
      id += character == " " ? "-" : character.lowercased()
    }
    return PluginManifest.idFault(id) == nil ? id : nil
  }

  private func replaced(_ text: String) -> String {
    marks.reduce(text) { $0.replacing($1.mark, with: $1.text) }
  }

  private func contents(_ file: TemplateFolder.File) -> Data {
    guard let text = String(validating: file.bytes, as: UTF8.self) else { return file.bytes }
    return Data(replaced(text).utf8)
  }
}
