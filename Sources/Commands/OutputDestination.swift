internal import Glibc
internal import Jobs
internal import ReframeSDK

/// Where results go: a folder, one file, or standard output.
struct OutputDestination: Equatable, Sendable {
  private enum Place: Equatable {
    case folder(String)
    case file(String)
    case standardOutput
  }

  private let place: Place
  /// Whether outputs are told apart by their sizes instead of their ratios.
  private let isSized: Bool

  /// Whether the picture itself goes to standard output.
  var isStandardOutput: Bool { place == .standardOutput }

  /// Reads `-o`. Without it results go to the current folder, or back to standard output if they came by
  /// standard input. A file's extension sets the request's format.
  init(_ path: String?, inputs: [String], images: Int = 1, request: inout ReframeRequest)
    throws(UsageError)
  {
    isSized = !request.sizes.isEmpty
    // An empty one is not an output but a fault, which the request's own check names.
    let isSingle =
      inputs.count == 1 && images == 1 && (request.aspects + request.sizes).count { !$0.isEmpty } <= 1
    guard let path, path != "-" else {
      guard path == "-" || inputs == ["-"] else {
        place = .folder("")
        return
      }
      guard isSingle else {
        throw UsageError(message: "standard output takes one picture; name a folder with -o")
      }
      guard !request.explains else {
        throw UsageError(message: "--explain writes beside the output; name a file or folder with -o")
      }
      place = .standardOutput
      return
    }
    guard !path.isEmpty else { throw UsageError(message: "--output needs a folder or a file name") }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let parts = name.split(separator: ".")
    guard !path.hasSuffix("/"), !Inputs.isFolder(path), parts.count > 1, let suffix = parts.last?.lowercased()
    else {
      place = .folder(path.hasSuffix("/") ? path : path + "/")
      return
    }
    guard isSingle else {
      throw UsageError(
        message: "-o \(path) names one file, but there are several outputs; name a folder: -o out/")
    }
    let aliases = ["jpg": "jpeg", "jpeg": "jpeg", "jpe": "jpeg", "png": "png", "webp": "webp"]
    guard suffix != "mp4" else {
      place = .file(path)
      return
    }
    guard let format = aliases[suffix] else {
      throw UsageError(
        message: "-o \(path): cannot write .\(suffix) files; use .jpg, .png or .webp, or a folder: \(path)/")
    }
    let wanted = request.format.map { aliases[$0] ?? $0 }
    guard wanted == nil || wanted == format else {
      throw UsageError(message: "-o \(path) contradicts --format \(request.format ?? "")")
    }
    request.format = format
    place = .file(path)
  }

  /// The place as a later process finds it again, whatever its current folder, and whether outputs are told apart by
  /// their sizes.
  var absolute: (path: String, isSized: Bool) {
    let path =
      switch place {
      case .folder(let folder): folder.isEmpty ? "./" : folder
      case .file(let file): file
      case .standardOutput: "-"
      }
    guard path != "-", !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return (path, isSized) }
    defer { free(here) }
    return ("\(String(cString: here))/\(path)", isSized)
  }

  /// Makes a place of what `absolute` said.
  init(absolute path: String, isSized: Bool) {
    self.isSized = isSized
    place = path == "-" ? .standardOutput : path.hasSuffix("/") ? .folder(path) : .file(path)
  }

  /// The path of one output of `input`, and of its variation if there are several; `nil` is standard output.
  func path(for output: OutputRequest, of input: String, format: OutputFormat, variation: Int? = nil)
    -> String?
  {
    switch place {
    case .standardOutput: return nil
    case .file(let path): return path
    case .folder(let folder):
      let name = input == "-" ? "stdin" : Inputs.name(of: input)
      let stem = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : String(name[..<$0]) } ?? name
      let label =
        isSized ? output.size?.description ?? "" : "\(output.aspect.width)x\(output.aspect.height)"
      let number = variation.map { "-\($0)" } ?? ""
      return "\(folder)\(stem)-\(label)\(number).\(format.fileExtension)"
    }
  }
}
