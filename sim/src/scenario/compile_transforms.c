// Transforms of rules: regular expressions, and replacements that name groups they have.
#include "scenario/compile.h"

#include <ctype.h>
#include <string.h>

static void check_groups(Compiler *compiler, const RawRewrite *raw, const Regex *regex) {
    for (const char *at = strchr(raw->replace, '$'); at != NULL; at = strchr(at + 1, '$'))
        if (isdigit((unsigned char)at[1]) && at[1] - '0' >= regex->group_count)
            COMPILE_REFUSE(compiler, raw->node, "replace", "Groups are counted from 1.",
                           "the regular expression has no group $%c", at[1]);
}

static void compile_rewrite(Compiler *compiler, const RawRewrite *raw, bool ignores_case,
                            ConfigRewrite *rewrite) {
    if (raw->regex == NULL) {
        COMPILE_REFUSE(compiler, raw->node, NULL, "", "the key \"regex\" is missing");
        return;
    }
    rewrite->regex =
        compile_regex(compiler, raw->regex, compile_place(raw->node, "regex"), ignores_case);
    rewrite->replace = raw->replace;
    if (rewrite->regex != NULL) check_groups(compiler, raw, rewrite->regex);
}

void compile_transforms(Compiler *compiler, const RawRule *raw, ConfigRule *rule) {
    const Node *node = node_member(raw->node, "transforms");
    bool has_host = node_member(node, "host-header-rewrite") != NULL,
         has_url = node_member(node, "url-rewrite") != NULL;
    // Hosts know no case, URLs do.
    if (has_host) compile_rewrite(compiler, &raw->transforms.host, true, &rule->host_rewrite);
    if (has_url) compile_rewrite(compiler, &raw->transforms.url, false, &rule->url_rewrite);
    rule->has_transforms = has_host || has_url;
    compiler->config->has_transforms |= rule->has_transforms;
    if (rule->has_transforms && rule->action.kind != CONFIG_ACTION_FORWARD)
        COMPILE_REFUSE(compiler, raw->node, "transforms", "Leave them out.",
                       "only what is forwarded is rewritten");
}
