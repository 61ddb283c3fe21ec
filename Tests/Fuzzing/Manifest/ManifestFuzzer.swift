import Loading
import ReframeSDK
import StrictJSON

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Reads what was made up as a manifest and as any JSON: it is read or refused with its place, and what was read can be
/// written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  do throws(ReframeError) {
    let manifest = try PluginManifest(bytes)
    precondition(!manifest.id.isEmpty && !manifest.kinds.isEmpty && !manifest.library.contains("/"))
    _ = (manifest.parameters, manifest.models)
  } catch {
    precondition(error.message.hasPrefix("plugin.json:"))
  }
  guard let text = try? JSONText(bytes) else { return 0 }
  guard let again = try? JSON.encode(text.value) else { preconditionFailure("it cannot be written") }
  precondition((try? JSONText(Array(again.utf8)))?.value == text.value)
  // Any text may be taken for a path, this one too.
  precondition(text.position(of: again).line >= 1)
  return 0
}

@main
enum ManifestFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    _ = runDriver(&count, &arguments, fuzz)
  }
}
