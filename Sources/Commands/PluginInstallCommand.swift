internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin install`: copies a plugin to where it is found.
enum PluginInstallCommand {
  static let table = CommandTable(
    name: "reframe plugin install",
    synopsis: "reframe plugin install PATH [options]",
    abstract: "Copies a plugin, from its folder or an archive, to where it is found. Runs none of its code.",
    examples: [
      ("install what was downloaded", "reframe plugin install faces-2.0.tar.gz"),
      ("go back to an older version", "reframe plugin install faces-1.0.zip --force"),
      (
        "for everybody", "sudo reframe plugin install faces.reframeplugin --to /usr/local/lib/reframe/plugins"
      ),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "to", value: "FOLDER", help: "the folder with plugins; by default your own", takesPath: true
          ),
          CommandOption(name: "force", help: "even over a newer version"),
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
    var source = verb.parsed.operands[0]
    while source.count > 1, source.hasSuffix("/") { source.removeLast() }
    guard let folder = verb.parsed["to"] ?? verb.folders.plugins else {
      throw UsageError(message: "nobody knows where your plugins lie; set HOME, or say --to FOLDER")
    }
    return PluginVerb.attempt(terminal) { () throws(ReframeError) in
      let installed: BundleInstaller.Installed
      do throws(ReframeError) {
        installed = try BundleInstaller(folder: folder, nearest: Spelling.nearest)
          .install(source, isForced: verb.parsed.has("force"))
      } catch {
        throw ReframeError(.invalidArgument, "'\(source)' was not installed: \(error.message)")
      }
      let manifest = installed.bundle.manifest
      let was = installed.replaced.map { $0 == manifest.version ? ", again" : ", in place of \($0)" } ?? ""
      terminal.output(
        "installed \(manifest.id) \(manifest.version)\(was): \(installed.bundle.path)".printable + "\n")
      for warning in warnings(installed.bundle, verb.host()) {
        terminal.error("reframe: \(warning.printable)\n")
      }
    }
  }

  /// What keeps an installed bundle from being used, or may.
  private static func warnings(_ bundle: PluginBundle, _ host: Host) -> [String] {
    var warnings = PluginRemarks.of(bundle)
    let id = bundle.manifest.id
    if let refusal = host.discovery.refusals.first(where: { $0.path == bundle.path }) {
      warnings.append("it is not used: \(refusal.reason)")
    } else if !host.discovery.bundles.contains(where: { $0.path == bundle.path }) {
      warnings.append(
        "it is not found there; look there with --plugin-path or the setting plugin.path")
    }
    for secret in bundle.manifest.secrets ?? [] where host.configuration.environment[secret] == nil {
      warnings.append("'\(id)' asks for the secret \(secret) when it works")
    }
    return warnings
  }
}
