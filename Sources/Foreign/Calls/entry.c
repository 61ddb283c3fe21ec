#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "tables.h"

/* ---- Entry -------------------------------------------------------------------------------------------- */

/* The contract's functions that find an entry's factories and make its instances get no context, so each entry has
 * functions of its own. */
typedef struct foreign_entry {
  rf_entry entry;
  rff_program *program;
  rf_factory factories[RF_KIND_PRICING + 1];
  ffi_cif factory_interface;
  ffi_type *factory_types[1];
  ffi_cif create_interface;
  ffi_type *create_types[4];
  ffi_closure *closures[RF_KIND_PRICING + 2];
  uint32_t closure_count;
} foreign_entry;

static void find_factory(ffi_cif *interface, void *result, void **arguments, void *context) {
  (void)interface;
  foreign_entry *entry = context;
  uint32_t kind = *(const uint32_t *)arguments[0];
  const rf_factory *found = kind <= RF_KIND_PRICING && entry->factories[kind].create != NULL ? &entry->factories[kind] : NULL;
  memcpy(result, &found, sizeof(found));
}

static void create(ffi_cif *interface, void *result, void **arguments, void *context) {
  (void)interface;
  int32_t status = rff_make_table(context, *(const void ***)arguments[2], *(rf_error **)arguments[3]);
  *(ffi_sarg *)result = status;
}

/* A function that does as `body` does with `context`; NULL if none can be made. */
static void *make_function(foreign_entry *entry, ffi_cif *interface, void (*body)(ffi_cif *, void *, void **, void *),
                           void *context) {
  void *code = NULL;
  ffi_closure *closure = ffi_closure_alloc(sizeof(ffi_closure), &code);
  if (closure == NULL) return NULL;
  entry->closures[entry->closure_count++] = closure;
  return ffi_prep_closure_loc(closure, interface, body, context, code) == FFI_OK ? code : NULL;
}

static int set_up_factories(foreign_entry *entry) {
  rff_program *program = entry->program;
  entry->factory_types[0] = &ffi_type_uint32;
  ffi_type text = {.type = FFI_TYPE_STRUCT};
  ffi_type **elements = rff_allocate(program, 3, sizeof(ffi_type *)), *text_type = rff_allocate(program, 1, sizeof(text));
  if (elements == NULL || text_type == NULL) return 0;
  elements[0] = &ffi_type_pointer;
  elements[1] = &ffi_type_uint64;
  text.elements = elements;
  *text_type = text;
  ffi_type *create_types[] = {&ffi_type_pointer, text_type, &ffi_type_pointer, &ffi_type_pointer};
  memcpy(entry->create_types, create_types, sizeof(create_types));
  if (ffi_prep_cif(&entry->factory_interface, FFI_DEFAULT_ABI, 1, &ffi_type_pointer, entry->factory_types) != FFI_OK ||
      ffi_prep_cif(&entry->create_interface, FFI_DEFAULT_ABI, 4, &ffi_type_sint32, entry->create_types) != FFI_OK)
    return 0;
  *(void **)&entry->entry.factory = make_function(entry, &entry->factory_interface, find_factory, entry);
  if (entry->entry.factory == NULL) return 0;
  for (uint32_t each = 0; each < program->binding_count; each++) {
    rf_factory *factory = &entry->factories[program->bindings[each].kind];
    if (factory->size != 0) continue;
    *factory = (rf_factory){.size = sizeof(rf_factory), .kind = program->bindings[each].kind,
                            .concurrency = program->concurrency};
    *(void **)&factory->create = make_function(entry, &entry->create_interface, create, &program->bindings[each]);
    if (factory->create == NULL) return 0;
  }
  return 1;
}

static void discard(foreign_entry *entry) {
  for (uint32_t each = 0; each < entry->closure_count; each++) ffi_closure_free(entry->closures[each]);
  free(entry);
}

const rf_entry *rf_foreign_entry(const void *data, uint64_t length, const char *library, char *reason, uint64_t capacity) {
  rff_program *program = rff_read(data, length);
  if (program == NULL) {
    snprintf(reason, capacity, "the compiled manifest is damaged, or there is no memory");
    return NULL;
  }
  const char *slash = strrchr(library, '/'), *name = slash == NULL ? library : slash + 1;
  program->library = (rf_text){name, strlen(name)};
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  foreign_entry *entry = handle == NULL ? NULL : calloc(1, sizeof(foreign_entry));
  if (entry == NULL) snprintf(reason, capacity, "cannot be opened: %s", handle == NULL ? dlerror() : "no memory");
  else if (rff_prepare(program, handle, reason, capacity)) {
    entry->program = program;
    entry->entry = (rf_entry){.size = sizeof(rf_entry), .contract_major = RF_CONTRACT_MAJOR,
                              .contract_minor = RF_CONTRACT_MINOR, .id = program->id, .version = program->version};
    if (set_up_factories(entry)) return &entry->entry;
    snprintf(reason, capacity, "the system lets nobody make functions at run time, which foreign functions need");
  }
  if (entry != NULL) discard(entry);
  rff_free(program);
  return NULL;
}
