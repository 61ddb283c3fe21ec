import Foundation

/// Ratios to a peer measured in the same run: `benchmarks [PHOTO]`. Without a photo a 12-megapixel one is made.
/// `benchmarks dispatching` measures the dispatcher alone, `benchmarks carving [PHOTO]` carving.
@main
enum Benchmarks {
  static func main() {
    do {
      try run()
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() throws {
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--make-photo" {
      try BenchmarkPhoto.write(to: URL(filePath: CommandLine.arguments[2]))
      return
    }
    let work = FileManager.default.temporaryDirectory.appending(path: "reframe-bench-\(getpid())")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    if CommandLine.arguments.dropFirst() == ["dispatching"] {
      return try DispatchingOverhead(work: work).run()
    }
    let isCarving = CommandLine.arguments.dropFirst().first == "carving"
    let photo: URL
    if CommandLine.arguments.count > (isCarving ? 2 : 1) {
      photo = URL(filePath: CommandLine.arguments[isCarving ? 2 : 1])
    } else {
      // By a process of its own: a child's peak memory is never less than its parent's at the start.
      photo = work.appending(path: "photo.jpg")
      _ = try Measured.run([CommandLine.arguments[0], "--make-photo", photo.path])
    }
    let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "reframe").path
    if isCarving { return try CarvingSpeed(reframe: executable, photo: photo, work: work).run() }
    try WholeCommands(reframe: executable, photo: photo, work: work).run()
    try StartUp(reframe: executable, work: work).run()
    try ContractCalls(work: work).run()
    try DispatchingOverhead(work: work).run()
  }
}
