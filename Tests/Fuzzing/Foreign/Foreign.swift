import ForeignTrial

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Feeds the readers of foreign functions: manifests, programs, and the JSON of jobs.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  Foreign.trial?.read(UnsafeBufferPointer(start: data, count: count))
  return 0
}

@main
enum Foreign {
  /// One for all inputs, which come one after another.
  nonisolated(unsafe) fileprivate static let trial = try? ForeignTrial()

  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    _ = runDriver(&count, &arguments, fuzz)
  }
}
