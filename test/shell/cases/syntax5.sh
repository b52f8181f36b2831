echo hi; echo )
