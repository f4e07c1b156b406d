// Included in front of ssh2's native code. The ObjectWrap of newer Node headers removes an environment hook in its
// destructor, which aborts the process ("Assertion failed: (env) != nullptr") when garbage is collected while no
// JavaScript runs: https://github.com/nodejs/node/issues/65262. NAN's class of the same name and shape has no such hook.
#define SRC_NODE_OBJECT_WRAP_H_
#include <nan.h>
namespace node {
using Nan::ObjectWrap;
}
