internal import CReframe
internal import Loading
internal import ReframeSDK

/// A handshake, and its answer.
struct Greeting {
  var major = UInt32(Contract.major)
  var minor = UInt32(Contract.minor)
  var lending = Lending()
  /// Room for the reason of a refusal.
  var reasonCapacity = 512

  /// What the plugin answers.
  struct Answer {
    let entry: UnsafePointer<rf_entry>?
    /// Why it refuses; `nil` if it says nothing.
    let reason: String?
    /// Whether the reason is terminated.
    let isTerminated: Bool
  }

  /// Opens the library and calls its entry. Throws if there is none, or if its answer is no entry.
  func greet(_ bundle: PluginBundle) throws(ConformanceFault) -> Answer {
    let call: PluginEntry.Function
    do throws(ReframeError) {
      call = try PluginEntry.function(of: bundle)
    } catch {
      throw ConformanceFault("the library \(error.message)")
    }
    let things = LentThings(lending)
    // A word longer than it fits dies at the page behind.
    let room = LentMemory(count: reasonCapacity, edge: .end)
    var handshake = rf_handshake()
    handshake.contract_major = major
    handshake.contract_minor = minor
    handshake.host_name = things.text("reframe")
    handshake.host_version = things.text(Version.current)
    handshake.reason = room.start.assumingMemoryBound(to: CChar.self)
    handshake.reason_capacity = UInt64(reasonCapacity)
    let entry = call(
      things.value(
        handshake, named: .handshake, lastMember: MemoryLayout<rf_handshake>.offset(of: \.reason_capacity)))
    let words = Array(room.bytes)
    let text = String(decoding: words.prefix { $0 != 0 }, as: UTF8.self)
    things.keep(room)
    things.end()
    return Answer(entry: entry, reason: text.isEmpty ? nil : text, isTerminated: words.contains(0))
  }
}
