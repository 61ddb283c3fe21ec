@testable import Commands
import Imaging
import TestSupport

/// A folder with pictures, and the command line run on them in this process.
struct Sandbox {
  let folder: TestFolder
  private let plugins: String

  /// A folder of its own and the plugins in `plugins`, by default the engine, the fills and the fixture.
  init(plugins: String? = nil) throws {
    folder = try TestFolder()
    self.plugins = try plugins ?? TestBundles.shared().path
  }

  /// What a command answered and wrote.
  struct Outcome {
    let code: ExitCode
    let output: String
    let error: String
    /// Both as a person sees them.
    let screen: String
  }

  /// Runs `reframe` with these arguments, `~` being the folder; in what it wrote, the folder is `~` again and
  /// times are `#`.
  func run(
    _ arguments: [String], environment: [String: String] = [:], interactive: Bool = false,
    outputInteractive: Bool = false, color: Bool = false
  ) -> Outcome {
    let captured = CapturedTerminal()
    let code = CommandLineTool.run(
      arguments.map { $0.replacing("~", with: folder.path) },
      environment: environment.mapValues { $0.replacing("~", with: folder.path) }.merging([
        "REFRAME_PLUGIN_PATH": plugins, "REFRAME_CATALOGUE_PATH": TestBundles.catalogue,
      ]) { $1 },
      terminal: captured.terminal(
        isInteractive: interactive, isOutputInteractive: outputInteractive, usesColor: color))
    return Outcome(
      code: code, output: tidy(captured.output), error: tidy(captured.error), screen: tidy(captured.screen))
  }

  /// The same, with the arguments after one another.
  func run(_ arguments: String...) -> Outcome { run(arguments) }

  /// Runs `reframe ~/a.png` with a focus, so that no detector is asked.
  func reframe(_ arguments: String...) -> Outcome { run(["~/a.png", "--focus", "0.5,0.5"] + arguments) }

  /// Writes a picture of a plain pattern.
  func picture(
    _ name: String = "a.png", _ width: Int = 12, _ height: Int = 8, _ format: ImageFormat = .png
  ) throws {
    let raster = try Raster(size: .init(width: width, height: height), channels: 3)
    for y in 0..<height {
      for index in 0..<width * 3 { raster.row(y)[index] = UInt8(truncatingIfNeeded: index * 5 + y * 9) }
    }
    try folder.write(try ImageEncoder(format).data(raster), to: name)
  }

  /// The format and size of a picture, such as `png 8x8`.
  func kind(_ name: String) throws -> String {
    let info = try folder.bytes(name).withUnsafeBytes { try ImageInfo.probe($0) }
    return "\(info.format.rawValue) \(info.size)"
  }

  private func tidy(_ text: String) -> String {
    text.replacing(folder.path, with: "~").replacing(plugins, with: "plugins")
      .replacing(TestBundles.catalogue, with: "catalogue")
      .replacing(/\d+ ms/, with: "# ms")
  }
}
