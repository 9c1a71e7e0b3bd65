// Certificates of listeners. Two for the same name need labels that differ, for the access log
// tells them apart.
#include "scenario/compile.h"

static const char *label_of(Compiler *compiler, const ConfigServerCertificate *certificate) {
    bool is_plain = certificate->key_algorithm == CONFIG_RSA_2048 &&
                    certificate->signature == CONFIG_SHA256 && certificate->expires_ns == 0;
    if (is_plain) return certificate->name;
    return arena_format(compiler->arena, "%s %d %d %lld", certificate->name,
                        (int)certificate->key_algorithm, (int)certificate->signature,
                        (long long)certificate->expires_ns);
}

void compile_certificates(Compiler *compiler, const RawList *raw, ConfigListener *listener) {
    const RawCertificate *raws = raw->items;
    listener->certificates =
        arena_array(compiler->arena, raw->count, sizeof *listener->certificates);
    for (int32_t i = 0; i < raw->count; i++) {
        ConfigServerCertificate *certificate = &listener->certificates[i];
        *certificate = raws[i].certificate;
        if (certificate->name == NULL) certificate->name = "";
        certificate->key_algorithm = (ConfigKeyAlgorithm)raws[i].key_algorithm;
        certificate->signature = (ConfigSignature)raws[i].signature;
        certificate->label = label_of(compiler, certificate);
    }
}
