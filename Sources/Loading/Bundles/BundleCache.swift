internal import Glibc
internal import ReframeSDK

/// What many bundles said when they were last read, so that only those are read again that changed. It is believed of
/// a bundle whose folder and files are, by `stat`, those that were read then; a damaged file is none.
struct BundleCache: Sendable {
  private let bytes: [UInt8]
  private let places: [String: Range<Int>]

  /// Fewer bundles than this are as quickly read themselves.
  private static let worthwhileCount = 64
  private static let sizeLimit = 64 << 20
  private static var schema: String { "reframe bundles 1, \(Version.current), \(Contract.text)" }

  /// How many bundles it knows.
  var count: Int { places.count }

  /// Knows nothing.
  init() { (bytes, places) = ([], [:]) }

  /// `nil` unless there is a whole file that nobody else can have written.
  init?(file: String) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & (S_IWGRP | S_IWOTH) == 0, (8...Self.sizeLimit).contains(status.st_size)
    else { return nil }
    let count = Int(status.st_size)
    bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, read(descriptor, buffer.baseAddress, count))
    }
    guard let places = Self.index(bytes) else { return nil }
    self.places = places
  }

  /// The bundle if it is known and unchanged.
  func bundle(_ name: String, in folder: Int32, path: String) -> PluginBundle? {
    guard let known = entry(path), FileIdentity(name, in: folder) == known.files.folder,
      FileIdentity(name, "plugin.json", in: folder) == known.files.manifest,
      (FileIdentity(name, known.manifest.library, in: folder) ?? .none) == known.files.library
    else { return nil }
    return known
  }

  /// What is known of a bundle.
  func entry(_ path: String) -> PluginBundle? {
    guard let place = places[path] else { return nil }
    return bytes.withUnsafeBytes { all in
      var reader = PacketReader(UnsafeRawBufferPointer(rebasing: all[place]))
      guard let files = try? reader.number(PluginBundle.Files.self),
        let manifest = try? PluginManifest(&reader)
      else { return nil }
      return try? PluginBundle(path: path, manifest: manifest, files: files)
    }
  }

  /// Writes the file anew if these bundles are many. That it cannot be written costs time and nothing else.
  func update(file: String, with bundles: [PluginBundle]) {
    guard bundles.count >= Self.worthwhileCount else { return }
    var now = timespec()
    // The clock by which files are stamped.
    clock_gettime(CLOCK_REALTIME_COARSE, &now)
    // What changed within the last tick may change once more without a new time.
    let settled = (Int64(now.tv_sec) &- 1) &* 1_000_000_000 &+ Int64(now.tv_nsec)
    var writer = PacketWriter()
    writer.text(Self.schema)
    for bundle in bundles where bundle.files.youngest < settled {
      var entry = PacketWriter()
      entry.number(bundle.files)
      bundle.manifest.write(to: &entry)
      writer.text(bundle.path)
      entry.bytes.withUnsafeBytes { writer.data($0) }
    }
    var whole = PacketWriter()
    whole.number(Self.checksum(writer.bytes[...]))
    whole.append(writer)
    Self.replace(file, with: whole.bytes)
  }

  /// Where the entries are by their bundles' paths; `nil` for bytes that were not written by this host, or not whole.
  private static func index(_ bytes: [UInt8]) -> [String: Range<Int>]? {
    bytes.withUnsafeBytes { all -> [String: Range<Int>]? in
      var reader = PacketReader(all)
      guard let sum = try? reader.number(UInt64.self), sum == checksum(bytes[8...]),
        (try? reader.string()) == schema
      else { return nil }
      var places: [String: Range<Int>] = [:]
      places.reserveCapacity(bytes.count / 512)
      while let path = try? reader.string(), let entry = try? reader.data() {
        guard let base = all.baseAddress, let start = entry.baseAddress else { return nil }
        let offset = start - base
        places[path] = offset..<offset + entry.count
      }
      return places
    }
  }

  /// Tells damage, not malice. By words of eight bytes, after FNV-1a (Fowler, Noll and Vo 1991).
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var sum: UInt64 = 0xcbf2_9ce4_8422_2325
      let words = bytes.count / 8
      for index in 0..<words {
        sum = (sum ^ bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)) &* 0x100_0000_01b3
        sum ^= sum >> 32
      }
      for byte in bytes[(8 * words)...] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return sum
    }
  }

  /// Puts a file in another's place at once.
  private static func replace(_ file: String, with bytes: [UInt8]) {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    if let parent = folder.lastIndex(of: "/") { mkdir(String(folder[..<parent]), 0o700) }
    mkdir(folder, 0o700)
    let fresh = "\(file).\(getpid())"
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let isWhole = write(descriptor, bytes, bytes.count) == bytes.count
    close(descriptor)
    if !isWhole || rename(fresh, file) != 0 { unlink(fresh) }
  }
}

extension PluginBundle.Files {
  /// When the last of them changed, in nanoseconds since 1970.
  fileprivate var youngest: Int64 { max(folder.changed, manifest.changed, library.changed) }
}
