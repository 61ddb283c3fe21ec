import Foundation

/// Ratios to peers measured in the same run: `benchmarks [PART] [PHOTO...]`, by default every part with photos of
/// the repository.
@main
enum Benchmarks {
  /// A part of the benchmarks, which runs in a process of its own.
  private enum Part: String, CaseIterable {
    case crop, batch, formats, carving, outpaint, start, scan, check, calls, worker, crashes, foreign,
      dispatching
  }

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    if try BenchmarkPhoto.make(arguments) { return }
    guard let part = arguments.first.flatMap(Part.init(rawValue:)) else {
      return try runAll(photos: arguments)
    }
    let work = FileManager.default.temporaryDirectory.appending(path: "reframe-bench-\(getpid())")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    try run(part, photos: arguments.dropFirst().map { URL(filePath: $0).absoluteURL }, work: work)
  }

  private static func runAll(photos: [String]) throws {
    if let photo = photos.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      let parts = Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw BenchmarkError("'\(photo)' is neither a file nor a part; the parts are \(parts)")
    }
    var failed: [String] = []
    for part in Part.allCases {
      let process = Process()
      process.executableURL = URL(filePath: CommandLine.arguments[0])
      process.arguments = [part.rawValue] + photos
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus != 0 { failed.append(part.rawValue) }
    }
    guard failed.isEmpty else { throw BenchmarkError("failed: \(failed.joined(separator: ", "))") }
  }

  private static func run(_ part: Part, photos: [URL], work: URL) throws {
    let reframe = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "reframe").path
    func photo() throws -> URL {
      if let photo = photos.first { return photo }
      let photo = work.appending(path: "photo.jpg")
      try BenchmarkPhoto.prepare(
        .large, of: Repository.root.appending(path: "Tests/Photos/rocket.jpg"), to: photo)
      return photo
    }
    switch part {
    case .crop: try CropSpeed(reframe: reframe, photo: photo(), work: work).run()
    case .batch: try BatchSpeed(reframe: reframe, photo: photo(), work: work).run()
    case .formats: try SeveralOutputs(reframe: reframe, photo: photo(), work: work).run()
    case .carving: try CarvingSpeed(reframe: reframe, photo: photo(), work: work).run()
    case .outpaint:
      try Outpainting(
        reframe: reframe, photos: photos.isEmpty ? BenchmarkPhoto.shipped : photos, work: work
      ).run()
    case .start: try StartUp(reframe: reframe, work: work).run()
    case .scan: try ScanSpeed(work: work).run()
    case .check: try CheckTime(reframe: reframe).run()
    case .calls: try ContractCalls(work: work).run()
    case .worker: try WorkerOverhead().run()
    case .crashes: try WorkerCrashes(work: work).run()
    case .foreign: try ForeignCalls(work: work).run()
    case .dispatching: try DispatchingOverhead(work: work).run()
    }
  }
}
