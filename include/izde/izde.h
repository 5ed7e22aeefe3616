#pragma once

/// The whole interface in one include.
#include "izde/analyzer.h"
#include "izde/decode.h"
#include "izde/dictionary.h"
#include "izde/document.h"
#include "izde/error.h"
#include "izde/index.h"
#include "izde/index_writer.h"
#include "izde/maintenance.h"
#include "izde/query.h"
#include "izde/repairer.h"
#include "izde/schema.h"
#include "izde/searcher.h"
#include "izde/stemmer.h"
#include "izde/transliterator.h"
#include "izde/version.h"
