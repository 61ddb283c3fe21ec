internal import Hosting
internal import ReframeSDK
internal import Routing
internal import Synchronization

/// Takes the results of one input and puts them where they belong, all or none.
final class FileReceiver: ResultReceiver {
  /// A result that has arrived.
  struct File: Sendable {
    /// Where it lies; `nil` is standard output.
    let path: String?
    let rendition: Rendition
    /// Who made it; `nil` if only the local engine was in question.
    private(set) var engine: EngineRecord?
    fileprivate let writer: OutputFile?

    fileprivate init(path: String?, rendition: Rendition, writer: OutputFile?) {
      self.path = path
      self.rendition = rendition
      self.writer = writer
    }

    /// The file with who made it.
    func made(by engine: EngineRecord) -> File {
      var file = self
      file.engine = engine
      return file
    }
  }

  private let input: String
  private let job: ReframeJob
  private let destination: OutputDestination
  private let overwrites: Bool
  private let claims: PathClaims
  /// The number of the first variation among those of the whole request; `nil` if only one is wanted.
  private let firstVariation: Int?
  /// What is put behind a name that is taken, so that nothing has to be refused; `nil` refuses it.
  private let spare: String?
  private let state = Mutex<[File]>([])

  init(
    input: String, job: ReframeJob, destination: OutputDestination, overwrites: Bool, claims: PathClaims,
    firstVariation: Int? = nil, spare: String? = nil
  ) {
    self.spare = spare
    self.firstVariation = firstVariation
    self.input = input
    self.job = job
    self.destination = destination
    self.overwrites = overwrites
    self.claims = claims
  }

  /// What has arrived, in the order of the request.
  var files: [File] {
    state.withLock { $0 }.sorted {
      ($0.rendition.output, $0.rendition.variation) < ($1.rendition.output, $1.rendition.variation)
    }
  }

  func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter {
    guard job.outputs.indices.contains(rendition.output),
      let format = OutputFormat.allCases.first(where: { $0.mediaType == rendition.mediaType })
    else {
      throw ReframeError(
        .internalFault, "the provider made a \(rendition.mediaType) for output \(rendition.output)")
    }
    let request = job.outputs[rendition.output]
    let variation = firstVariation.map { $0 + rendition.variation + 1 }
    guard let path = freePath(destination.path(for: request, of: input, format: format, variation: variation))
    else {
      state.withLock { $0.append(File(path: nil, rendition: rendition, writer: nil)) }
      return StandardOutputWriter()
    }
    guard rendition.role == .result else {
      return try open(rendition, path: Self.beside(path, ".explain.png"))
    }
    if job.explains { try writePlan(rendition, path: Self.beside(path, ".explain.json")) }
    return try open(rendition, path: path)
  }

  /// Gives every file its name. Throws if one has been taken meanwhile, and then takes the names back that were
  /// free before.
  func commit() throws(ReframeError) {
    let writers = files.compactMap(\.writer)
    for (index, writer) in writers.enumerated() {
      do throws(ReframeError) {
        try writer.commit()
      } catch {
        if !overwrites { writers[..<index].forEach { $0.retract() } }
        throw error
      }
    }
  }

  /// Deletes what has arrived and has no name yet, and forgets it: results may come anew.
  func discard() {
    let files = state.withLock { files in
      defer { files = [] }
      return files
    }
    for file in files {
      file.writer?.abandon()
      if let path = file.path { claims.release(path) }
    }
  }

  /// The path, or one beside it if its name is taken and there is a spare one.
  private func freePath(_ path: String?) -> String? {
    guard let path, let spare, !overwrites, OutputFile.isTaken(path) else { return path }
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[name...].lastIndex(of: ".") ?? path.endIndex
    return "\(path[..<dot])-\(spare)\(path[dot...])"
  }

  private func open(_ rendition: Rendition, path: String) throws(ReframeError) -> OutputFile {
    guard claims.claim(path) else { throw Self.twice(path) }
    let writer: OutputFile
    do throws(ReframeError) {
      writer = try OutputFile(path: path, overwrites: overwrites)
    } catch {
      claims.release(path)
      throw error
    }
    state.withLock { $0.append(File(path: path, rendition: rendition, writer: writer)) }
    return writer
  }

  private func writePlan(_ rendition: Rendition, path: String) throws(ReframeError) {
    var plan = rendition
    plan.role = .explanation
    plan.mediaType = "application/json"
    let writer = try open(plan, path: path)
    var text = try JSON.encode(rendition, pretty: true) + "\n"
    let failure: ReframeError? = text.withUTF8 { bytes in
      do throws(ReframeError) {
        try writer.write(UnsafeRawBufferPointer(bytes))
        try writer.finish()
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  static func twice(_ path: String) -> ReframeError {
    ReframeError(
      .resourceExhausted, "two outputs would both be \(path); write them to different folders")
  }

  /// The path with its extension replaced.
  static func beside(_ path: String, _ suffix: String) -> String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[name...].lastIndex(of: "."), dot != name else { return path + suffix }
    return path[..<dot] + suffix
  }
}

/// The names that one run has given out, so that no result replaces another.
final class PathClaims: Sendable {
  private let paths = Mutex(Set<String>())

  /// Whether the path was free until now.
  func claim(_ path: String) -> Bool { paths.withLock { $0.insert(path).inserted } }

  /// The path is free again, as nothing came of it.
  func release(_ path: String) { paths.withLock { _ = $0.remove(path) } }
}
