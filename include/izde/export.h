#pragma once

/// Marks what a shared build of the library shows. A static build needs no mark.
#if defined(IZDE_SHARED) && defined(_WIN32)
#ifdef IZDE_BUILDING
#define IZDE_EXPORT __declspec(dllexport)
#else
#define IZDE_EXPORT __declspec(dllimport)
#endif
#else
#define IZDE_EXPORT __attribute__((visibility("default")))
#endif
