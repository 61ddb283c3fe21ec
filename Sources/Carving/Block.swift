internal import Imaging

#if canImport(Glibc)
  private import Glibc
#endif

/// Memory for plain elements, not set at first, which frees itself.
final class Block<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>

  init(_ count: Int) throws(ImagingError) {
    guard let memory = malloc(max(1, count) * MemoryLayout<Element>.stride) else {
      throw ImagingError(.outOfMemory)
    }
    base = memory.bindMemory(to: Element.self, capacity: count)
  }

  deinit { free(base) }
}
