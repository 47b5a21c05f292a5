package Specloom::Client;

# Sends the requests that the emitted methods describe, and reads the answers. Nothing here knows any document.

use strict;
use warnings;
use HTTP::Tiny ();
use JSON::PP   ();
use Specloom::Error;
use Specloom::Pages;

my $JSON = JSON::PP->new->utf8->canonical->allow_nonref;

sub start {
    my ($class, $given, %api) = @_;
    my $self = bless { %api, %$given, client => undef }, $class;
    $self->{client} = $self;
    $self->{http} ||= HTTP::Tiny->new(agent => $api{user_agent}, timeout => 60, max_redirect => 0);
    $self->{base_url} //= $api{servers}[0] // die "a base_url is needed: the document names no server\n";
    $self->{base_url} =~ s{/+\z}{};
    return $self;
}

sub call {
    my ($self, $operation) = @_;
    return $self->send($operation, $self->request($operation))->{value};
}

sub page {
    my ($self, $operation) = @_;
    return Specloom::Pages->new($self, $operation, $self->request($operation));
}

# The URL, the headers and the content of a call.
sub request {
    my ($self, $operation) = @_;
    my (%slots, @query, %headers, @cookies, %body, $whole);
    for my $argument (@{ $operation->{arguments} }) {
        my ($place, $wire) = @{$argument}{qw(place wire)};
        if (!$argument->{value} || ($place ne 'body' && !defined $argument->{value}[0])) {
            die Specloom::Error->new(kind => 'argument', message => "$argument->{name} is missing")
                if $argument->{required};
            next;
        }
        my $value = $argument->{value}[0];
        if    ($place eq 'path')   { $slots{$wire} = segment($argument, $value) }
        elsif ($place eq 'query')  { push @query, pairs($argument, $value) }
        elsif ($place eq 'header') { $headers{$wire} = header_value($argument, $value) }
        elsif ($place eq 'cookie') { push @cookies, "$wire=" . escape(text($value)) }
        elsif ($argument->{whole}) { $whole = [$value] }
        else                       { $body{$wire} = $value }
    }
    my $path = join '', map { ref $_ ? $slots{$$_} : $_ } @{ $operation->{path} };
    my $url = $self->{base_url} . $path;
    $url .= ($url =~ /\?/ ? '&' : '?') . join '&', @query if @query;
    $headers{Cookie} = join '; ', @cookies if @cookies;
    $headers{Accept} = 'application/json';
    $self->authorise(\%headers, \$url);
    my $content;
    if (my $form = $operation->{body}) {
        ($content, $headers{'Content-Type'}) = body($form, $whole ? $whole->[0] : \%body)
            if $whole || %body || !$form->{optional};
    }
    return { method => $operation->{method}, url => $url, headers => \%headers, content => $content };
}

sub send {
    my ($self, $operation, $request) = @_;
    my $tries = $self->{max_retries} // 2;
    while (1) {
        my %options = (headers => $request->{headers});
        $options{content} = $request->{content} if defined $request->{content};
        my $response = $self->{http}->request($request->{method}, $request->{url}, \%options);
        return { %$response, value => decoded($response) } if $response->{success};
        my $again = $response->{status} == 429 || ($response->{status} >= 500 && $request->{method} eq 'GET');
        if ($again && $tries-- > 0) {
            my $wait = $response->{headers}{'retry-after'};
            select undef, undef, undef, defined $wait && $wait =~ /\A\d+\z/ ? ($wait < 30 ? $wait : 30) : 0.2;
            next;
        }
        die Specloom::Error->of($response, decoded($response));
    }
}

sub decoded {
    my ($response) = @_;
    my $content = $response->{content};
    return undef if !defined $content || $content eq '';
    return $content unless ($response->{headers}{'content-type'} // '') =~ m{[/+]json}i;
    my $value = eval { $JSON->decode($content) };
    return defined $value ? $value : $content;
}

# One alternative of the security of the API whose credentials are all known.
sub authorise {
    my ($self, $headers, $url) = @_;
    ALTERNATIVE: for my $alternative (@{ $self->{security} }) {
        my (%found, $query);
        for my $id (@$alternative) {
            my $scheme = $self->{schemes}{$id};
            my %part;
            for my $name (grep { ref $scheme->{$_} } keys %$scheme) {
                my $secret = $self->{ $scheme->{$name}{argument} } // $ENV{ $scheme->{$name}{environment} };
                $part{$name} = $secret if defined $secret;
            }
            if ($scheme->{kind} eq 'basic') {
                next ALTERNATIVE unless defined $part{username} && defined $part{password};
                require MIME::Base64;
                $found{Authorization} = 'Basic ' . MIME::Base64::encode_base64("$part{username}:$part{password}", '');
            }
            elsif ($scheme->{kind} eq 'apiKey') {
                next ALTERNATIVE unless defined $part{value};
                if ($scheme->{place} eq 'header') { $found{ $scheme->{name} } = $part{value} }
                else { $query = escape($scheme->{name}) . '=' . escape($part{value}) }
            }
            else {
                my $token = $part{token} // $part{value};
                next ALTERNATIVE unless defined $token;
                $found{Authorization} = "Bearer $token";
            }
        }
        %$headers = (%$headers, %found);
        $$url .= ($$url =~ /\?/ ? '&' : '?') . $query if defined $query;
        return;
    }
}

sub body {
    my ($form, $value) = @_;
    my $encoding = $form->{encoding};
    return ($JSON->encode($value), $form->{media_type}) if $encoding eq 'json';
    return ($value, $form->{media_type}) if $encoding eq 'text' || $encoding eq 'bytes';
    if ($encoding eq 'form') {
        my @pairs = map { my $name = $_; pairs({ wire => $name, explode => 1 }, $value->{$name}) } sort keys %$value;
        return (join('&', @pairs), $form->{media_type});
    }
    die Specloom::Error->new(kind => 'argument', message => "this client cannot write $form->{media_type}");
}

# `name=value` of a parameter in the query, or of a field of a form (styles form and deepObject).
sub pairs {
    my ($argument, $value) = @_;
    my $name = escape($argument->{wire});
    my $deep = ($argument->{style} // '') eq 'deepObject';
    if (ref $value eq 'ARRAY') {
        return map { "$name=" . escape(text($_)) } @$value if $argument->{explode};
        my $between = { spaceDelimited => '%20', pipeDelimited => '%7C' }->{ $argument->{style} // '' } // ',';
        return "$name=" . join $between, map { escape(text($_)) } @$value;
    }
    if (ref $value eq 'HASH') {
        return map { "$name%5B" . escape($_) . '%5D=' . escape(text($value->{$_})) } sort keys %$value if $deep;
        return map { escape($_) . '=' . escape(text($value->{$_})) } sort keys %$value if $argument->{explode};
        return "$name=" . join ',', map { (escape($_), escape(text($value->{$_}))) } sort keys %$value;
    }
    return "$name=" . escape(text($value));
}

sub segment {
    my ($argument, $value) = @_;
    my $found = join ',', map { escape(text($_)) } ref $value eq 'ARRAY' ? @$value : $value;
    die Specloom::Error->new(kind => 'argument', message => "$argument->{name} would change the path")
        if $found eq '' || $found eq '.' || $found eq '..';
    return $found;
}

sub header_value {
    my ($argument, $value) = @_;
    my $found = join ',', map { text($_) } ref $value eq 'ARRAY' ? @$value : $value;
    die Specloom::Error->new(kind => 'argument', message => "$argument->{name} has a line end in it")
        if $found =~ /[\r\n\0]/;
    return $found;
}

sub text {
    my ($value) = @_;
    return $value ? 'true' : 'false' if JSON::PP::is_bool($value);
    return ref $value ? $JSON->encode($value) : $value;
}

sub escape {
    my ($value) = @_;
    utf8::encode($value) if utf8::is_utf8($value);
    $value =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ge;
    return $value;
}

1;
