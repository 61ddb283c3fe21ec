internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin remove`: deletes a plugin that the user installed.
enum PluginRemoveCommand {
  static let table = CommandTable(
    name: "reframe plugin remove",
    synopsis: "reframe plugin remove ID [options]",
    abstract: "Deletes a plugin that you installed.",
    examples: [
      ("take a plugin off", "reframe plugin remove faces"),
      ("from a folder of your own", "reframe plugin remove faces --from ./plugins"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "from", value: "FOLDER", help: "the folder with plugins; by default your own",
            takesPath: true),
          .pluginPath, .config, PluginVerb.help,
        ])
    ])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    guard
      let verb = try PluginVerb(
        arguments, table: table, operands: 1...1, environment: environment, terminal: terminal)
    else { return .success }
    let id = verb.parsed.operands[0]
    guard let folder = verb.parsed["from"] ?? verb.folders.plugins else {
      throw UsageError(message: "nobody knows where your plugins lie; set HOME, or say --from FOLDER")
    }
    return PluginVerb.attempt(terminal) { () throws(ReframeError) in
      let place = "\(folder)/\(id).reframeplugin"
      guard !id.contains("/"), Inputs.isFolder(place) else {
        let host = verb.host()
        try host.checkKnown(id)
        throw ReframeError(
          .invalidArgument,
          "'\(id)' is not in \(folder) but at \(host.copies(of: id)[0].path), where you did not install it; remove it "
            + "with what put it there, or run 'reframe plugin disable \(id)'")
      }
      try BundleInstaller(folder: folder, nearest: Spelling.nearest).remove(id)
      terminal.output("removed \(place)".printable + "\n")
      if let next = verb.host().copies(of: id).first(where: { $0.state == "used" }) {
        terminal.output("\(next.path) is used now".printable + "\n")
      }
    }
  }
}
