internal import CForeign
package import CReframe
internal import Foreign
internal import Glibc
package import ReframeSDK

/// The entry of a library that is open in this process.
package struct PluginEntry {
  /// The one function that a library exports.
  package typealias Function = (UnsafePointer<rf_handshake>?) -> UnsafePointer<rf_entry>?

  let pointer: UnsafePointer<rf_entry>

  /// Opens the library and shakes hands. Throws the reason why it cannot be used.
  init(_ bundle: PluginBundle) throws(ReframeError) {
    pointer = try Self.shakeHands(Self.function(of: bundle))
  }

  /// Opens the library and finds its entry, or makes one that acts for a library without one. Throws the reason why it
  /// cannot be used.
  package static func function(of bundle: PluginBundle) throws(ReframeError) -> Function {
    if let program = bundle.program {
      let entry = try Self.bind(program, to: bundle.libraryPath)
      return { _ in entry }
    }
    guard let handle = dlopen(bundle.libraryPath, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown reason"
      if let missing = (try? SharedLibrary(path: bundle.libraryPath))?.missing(folder: bundle.path).first {
        throw ReframeError(
          .invalidArgument,
          "needs \(missing), which is not on this machine; install the package that has it (\(reason))")
      }
      throw ReframeError(.invalidArgument, "cannot be opened: \(reason)")
    }
    guard let symbol = dlsym(handle, "reframe_entry") else {
      throw ReframeError(.invalidArgument, "\(bundle.manifest.library) has no entry named reframe_entry")
    }
    typealias Entry = @convention(c) (UnsafePointer<rf_handshake>?) -> UnsafePointer<rf_entry>?
    return unsafeBitCast(symbol, to: Entry.self)
  }

  /// What the plugin says of itself.
  var identity: PluginIdentity {
    PluginIdentity(
      id: String(pointer.pointee.id), version: String(pointer.pointee.version),
      contractMajor: pointer.pointee.contract_major, contractMinor: pointer.pointee.contract_minor,
      kinds: PluginKind.allCases.filter { pointer.pointee.factory?($0.code) != nil })
  }

  /// The entry that acts for a library without one.
  private static func bind(_ program: ForeignProgram, to library: String) throws(ReframeError)
    -> UnsafePointer<rf_entry>
  {
    var reason = [CChar](repeating: 0, count: 512)
    let entry = program.bytes.withUnsafeBytes { bytes in
      rf_foreign_entry(bytes.baseAddress, UInt64(bytes.count), library, &reason, UInt64(reason.count))
    }
    guard let entry else { throw ReframeError(.invalidArgument, text(reason)) }
    return entry
  }

  private static func text(_ reason: [CChar]) -> String {
    String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func shakeHands(
    _ call: (UnsafePointer<rf_handshake>?) -> UnsafePointer<rf_entry>?
  ) throws(ReframeError) -> UnsafePointer<rf_entry> {
    var reason = [CChar](repeating: 0, count: 512)
    let entry = "reframe".withText { name in
      Version.current.withText { version in
        reason.withUnsafeMutableBufferPointer { room in
          var handshake = rf_handshake()
          handshake.size = UInt32(MemoryLayout<rf_handshake>.size)
          handshake.contract_major = UInt32(Contract.major)
          handshake.contract_minor = UInt32(Contract.minor)
          handshake.host_name = name
          handshake.host_version = version
          handshake.reason = room.baseAddress
          handshake.reason_capacity = UInt64(room.count)
          return call(&handshake)
        }
      }
    }
    guard let entry else {
      reason[511] = 0
      let text = text(reason)
      throw ReframeError(
        .unsupported, "does not work with this host: \(text.isEmpty ? "it gave no reason" : text)")
    }
    guard entry.pointee.size >= UInt32(MemoryLayout<rf_entry>.size) else {
      throw ReframeError(.internalFault, "answers with an entry of an unknown size")
    }
    return entry
  }
}
